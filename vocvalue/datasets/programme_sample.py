"""The sample of a programme's own figures: small simulated logs, written once and shipped."""

import pandas as pd

from vocvalue.datasets.insight_log import SimulatedInsights
from vocvalue.datasets.sample import facts_of, sample_folder, table_of
from vocvalue.datasets.stakeholders import SimulatedStakeholders


def load_insight_sample() -> SimulatedInsights:
    """Return a log of 160 insights of two years and of the actions that they led to.

    Returns:
        A `SimulatedInsights`, as `simulate_insights` returned it. In 门店运营部 fewest insights are
        ever acted on.

    Raises:
        DataError: The files are not where they belong.

    Examples:
        >>> log = load_insight_sample()
        >>> len(log.insights), log.currency
        (160, 'CNY')
    """
    folder = sample_folder()
    facts = facts_of(folder, "insights")
    return SimulatedInsights(
        insights=table_of(folder, "insights"),
        actions=table_of(folder, "actions"),
        truth=table_of(folder, "insight_truth"),
        parameters=facts["parameters"],
        observation_end=pd.Timestamp(facts["observation_end"]),
        currency=facts["currency"],
    )


def load_stakeholder_sample() -> SimulatedStakeholders:
    """Return the answers of colleagues to two questions in eight quarters, one without a survey.

    Returns:
        A `SimulatedStakeholders`, as `simulate_stakeholders` returned it.

    Raises:
        DataError: The files are not where they belong.

    Examples:
        >>> survey = load_stakeholder_sample()
        >>> sorted(survey.answers["question"].unique())
        ['洞察及时性', '洞察可行动性']
    """
    folder = sample_folder()
    return SimulatedStakeholders(
        answers=table_of(folder, "stakeholder_answers"),
        truth=table_of(folder, "stakeholder_truth"),
        parameters=facts_of(folder, "stakeholders")["parameters"],
    )
