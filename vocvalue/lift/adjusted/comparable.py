"""The customers of an experiment with what is known of each, to be made comparable."""

from dataclasses import replace

import numpy as np

from vocvalue.effects.covariates import Columns, column_names
from vocvalue.effects.customers import ComparableCustomers, treated_and_controls
from vocvalue.errors import DataError, ParameterError
from vocvalue.lift.experiments.result import Experiment
from vocvalue.link.lookup import look_up
from vocvalue.results import Note

SPEND_BEFORE = "spend_before"


def comparable(experiment: Experiment, number: int, covariates: object) -> ComparableCustomers:
    """Return the customers of an arm and of the control who were followed, with their covariates.

    Args:
        experiment: What `lift.experiment` returned.
        number: The number of the treated arm.
        covariates: Names of kept columns, a table of customers, or None for all that was kept.

    Raises:
        DataError: A column that is not there, a table that repeats a customer, or an arm of which
            nobody is left.
        ParameterError: No covariates.
    """
    columns, read_notes = _read(experiment, covariates)
    arms = (0, number)
    customers = treated_and_controls(
        experiment.arm == number,
        columns,
        among=experiment.followed & np.isin(experiment.arm, arms),
        called=[f"followed in the arm {experiment.arms[place]!r}" for place in arms],
    )
    return replace(customers, notes=(*read_notes, *customers.notes))


def _read(experiment: Experiment, covariates: object) -> tuple[Columns, tuple[Note, ...]]:
    kept = dict(experiment.columns)
    if experiment.spend_before is not None:
        kept.setdefault(SPEND_BEFORE, experiment.spend_before)
    names = _names(covariates, kept)
    if names is not None and not names:
        raise ParameterError(
            "there are no covariates: pass keep=[...] to lift.experiment, or a table of customers "
            "as covariates=. Without covariates there is lift.retention, which shows an "
            "association only."
        )
    if names is not None:
        return {name: kept[name] if name in kept else experiment.column(name) for name in names}, ()
    ids = experiment.customer_id
    table = look_up(ids, covariates, customer_id=str(ids.name), columns=None, name="covariates")
    if not table.columns:
        raise DataError("the table covariates has no column beside that of the customers.")
    return table.known, table.notes


def _names(covariates: object, kept: Columns) -> tuple[str, ...] | None:
    """Return the names asked for, or None where a table was handed in."""
    if covariates is None:
        return tuple(kept)
    if isinstance(covariates, str) and covariates in kept:
        return (covariates,)
    return column_names(covariates)
