"""The customers of an experiment with what is known of each, to be made comparable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue.errors import DataError, FitError, ParameterError
from vocvalue.lift.experiments.result import Experiment
from vocvalue.link.lookup import look_up
from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import names as enumerated
from vocvalue.results.texts import pair
from vocvalue.stats.expansion import expanded

Bool: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Columns: TypeAlias = Mapping[str, NDArray[Any]]

SPEND_BEFORE = "spend_before"


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparableCustomers:
    """The customers of two arms who were followed and of whom all covariates are known.

    Attributes:
        rows: Who they are, shape (n,).
        treated: Which of them were treated, shape (m,).
        retained: 1 for those who stayed, 0 for those who left, shape (m,).
        covariates: What is known of them, each of shape (m,).
        notes: Who was left out, and what tells nothing.
    """

    rows: Bool = field(repr=False)
    treated: Bool = field(repr=False)
    retained: Floats = field(repr=False)
    covariates: Columns = field(repr=False)
    notes: tuple[Note, ...] = ()

    @property
    def columns(self) -> Floats:
        """The covariates as a regression takes them, shape (m, p)."""
        return expanded(self.covariates)

    def counts(self, *, treated: bool) -> tuple[int, int]:
        """Return how many of an arm stayed, and how many it has."""
        here = self.treated == treated
        return int(self.retained[here].sum()), int(here.sum())


def comparable(experiment: Experiment, number: int, covariates: object) -> ComparableCustomers:
    """Return the customers of an arm and of the control, with their covariates.

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
    gaps = {name: _missing(values) for name, values in columns.items()}
    of_interest = experiment.followed & np.isin(experiment.arm, (0, number))
    known = ~np.logical_or.reduce(list(gaps.values()))
    rows = of_interest & known
    _refuse_empty(experiment, number, rows, {n: gap & of_interest for n, gap in gaps.items()})
    chosen = {name: values[rows] for name, values in columns.items()}
    return ComparableCustomers(
        rows=rows,
        treated=experiment.arm[rows] == number,
        retained=experiment.retained[rows],
        covariates=chosen,
        notes=(
            *read_notes,
            *_incomplete(int((of_interest & ~known).sum()), int(of_interest.sum())),
            *_constant(chosen),
        ),
    )


def separated(customers: ComparableCustomers, error: FitError) -> DataError:
    """Return the error of arms that cannot be compared, with the covariate that does it."""
    telling = [
        words
        for name, values in customers.covariates.items()
        if (words := _telling(name, values, customers.treated))
    ]
    if not telling:
        return DataError(f"the customers contacted have nobody to be compared with: {error}")
    return DataError(
        f"the customers contacted have nobody to be compared with: {'; '.join(telling)}. Leave "
        "that covariate out if it does not matter for staying; if it does, compare only customers "
        "who could have been in either arm."
    )


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
        chosen = (kept[name] if name in kept else experiment.column(name) for name in names)
        return dict(zip(names, chosen, strict=True)), ()
    ids = experiment.customer_id
    table = look_up(ids, covariates, customer_id=str(ids.name), columns=None, name="covariates")
    if not table.columns:
        raise DataError("the table covariates has no column beside that of the customers.")
    blank = {name: _blank(values, ~table.is_there) for name, values in table.columns.items()}
    return blank, table.notes


def _names(covariates: object, kept: Columns) -> Sequence[str] | None:
    """Return the names asked for, or None where a table was handed in."""
    if covariates is None:
        return tuple(kept)
    if isinstance(covariates, str) and covariates in kept:
        return (covariates,)
    if isinstance(covariates, list | tuple) and all(isinstance(name, str) for name in covariates):
        return tuple(dict.fromkeys(covariates))
    return None


def _blank(values: NDArray[Any], where: Bool) -> NDArray[Any]:
    out = values.copy()
    out[where] = np.nan if values.dtype.kind == "f" else None
    return out


def _missing(values: NDArray[Any]) -> Bool:
    if values.dtype.kind == "f":
        return np.asarray(~np.isfinite(values))
    return np.array([value is None for value in values], dtype=np.bool_)


def _refuse_empty(
    experiment: Experiment, number: int, rows: Bool, gaps: Mapping[str, Bool]
) -> None:
    for place in (number, 0):
        if (rows & (experiment.arm == place)).any():
            continue
        worst = max(gaps, key=lambda name: int(gaps[name].sum()))
        raise DataError(
            f"nobody followed in the arm {experiment.arms[place]!r} has all covariates: column "
            f"{worst!r} is missing for {counted(int(gaps[worst].sum()), 'customer')}. Leave it "
            "out, or fill it in."
        )


def _incomplete(n: int, total: int) -> tuple[Note, ...]:
    return left_out(
        n,
        pair(
            "{n} of {customers} with a missing covariate",
            "{customers}中有 {n} 位缺少协变量",
            n=n,
            customers=counted(total, "customer"),
        ),
    )


def _constant(covariates: Columns) -> tuple[Note, ...]:
    same = [name for name, values in covariates.items() if (values == values[0]).all()]
    if not same:
        return ()
    return (
        Note.of(
            "Covariates with the same value for every customer change nothing: {covariates}.",
            "以下协变量对所有客户取值相同，不起作用：{covariates}。",
            covariates=enumerated(same),
            bears_on="reading",
        ),
    )


def _telling(name: str, values: NDArray[Any], treated: Bool) -> str:
    """Return how a covariate alone tells some of the treated from all others, if it does."""
    own, others = values[treated], values[~treated]
    if values.dtype.kind != "f":
        alone = sorted(set(own.tolist()) - set(others.tolist()))
        return f"nobody else has {name!r} == {', '.join(map(repr, alone))}" if alone else ""
    if own.min() > others.max():
        return f"all of them have {name!r} above {others.max():g}, and nobody else has"
    if own.max() < others.min():
        return f"all of them have {name!r} below {others.min():g}, and nobody else has"
    return ""
