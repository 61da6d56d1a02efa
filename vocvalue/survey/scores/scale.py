"""The scales of scores, and their bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from vocvalue import checks
from vocvalue.errors import FIRST_IDS, DataError, ParameterError
from vocvalue.results import Note
from vocvalue.showing import cause, cell, explained
from vocvalue.tables.shorter_scale import HIGHEST, shorter_scale

ScaleName: TypeAlias = Literal["nps", "csat", "ces"]
Bands: TypeAlias = Mapping[str, tuple[int, int]]

NPS: Bands = {"detractor": (0, 6), "passive": (7, 8), "promoter": (9, 10)}
# The satisfied are the upper two boxes, as CSAT is reported; the dissatisfied as many below.
CSAT: Mapping[int, Bands] = {
    5: {"dissatisfied": (1, 2), "neutral": (3, 3), "satisfied": (4, 5)},
    7: {"dissatisfied": (1, 2), "neutral": (3, 5), "satisfied": (6, 7)},
    10: {"dissatisfied": (1, 2), "neutral": (3, 8), "satisfied": (9, 10)},
}
# The higher, the easier: "the company made it easy for me", from 1 disagree to 7 agree.
CES: Mapping[int, Bands] = {
    5: {"high effort": (1, 2), "neutral": (3, 3), "low effort": (4, 5)},
    7: {"high effort": (1, 3), "neutral": (4, 4), "low effort": (5, 7)},
}
DEFAULT_POINTS: Mapping[ScaleName, int] = {"nps": 11, "csat": 5, "ces": 7}


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A scale of whole scores, with its bands.

    Attributes:
        name: "nps", "csat" or "ces".
        low: The lowest score.
        high: The highest score.
        bands: The lowest and highest score of each band, from least to most satisfied.
    """

    name: ScaleName
    low: int
    high: int
    bands: Bands

    @property
    def labels(self) -> tuple[str, ...]:
        """The bands' names, from least to most satisfied."""
        return tuple(self.bands)

    def counts(self, scores: NDArray[np.int64], weights: NDArray[np.float64] | None) -> Any:
        """Return the count, or the total weight, of each score, shape (high - low + 1,)."""
        return np.bincount(scores - self.low, weights, self.high - self.low + 1)

    def band_counts(self, counts: NDArray[Any]) -> NDArray[np.float64]:
        """Return the number of responses in each band, from the counts of each score."""
        edges = [low - self.low for low, _ in self.bands.values()]
        return np.add.reduceat(counts.astype(np.float64), edges)

    def positions(self, scores: NDArray[Any]) -> NDArray[np.int64]:
        """Return the index of each score's band, 0 for the least satisfied."""
        edges = [low for low, _ in list(self.bands.values())[1:]]
        return np.asarray(np.digitize(scores, edges), dtype=np.int64)


def scale_of(scale: ScaleName, *, points: int | None = None, bands: Bands | None = None) -> Scale:
    """Return a scale with its usual bands, or with custom ones.

    Args:
        scale: "nps" (0 to 10), "csat" (1 to 5, 7 or 10) or "ces" (1 to 5 or 7).
        points: How many points the scale has; by default 11, 5 and 7.
        bands: The lowest and highest score of each band, from least to most satisfied.

    Raises:
        ParameterError: There is no such scale, or the bands leave a score out or overlap.
    """
    checks.one_of("scale", scale, tuple(DEFAULT_POINTS))
    usual: Mapping[int, Bands] = {"nps": {11: NPS}, "csat": CSAT, "ces": CES}[scale]
    number = DEFAULT_POINTS[scale] if points is None else checks.whole("points", points)
    if number not in usual:
        known = ", ".join(map(str, usual))
        raise ParameterError(f"points == {points}, must be one of {known} for {scale}.")
    low = 0 if scale == "nps" else 1
    high = low + number - 1
    chosen = usual[number] if bands is None else _checked(bands, low, high)
    return Scale(name=scale, low=low, high=high, bands=chosen)


def scale_named(name: str | None) -> ScaleName | None:
    """Return the scale that a survey or a column is named after, or None.

    Examples:
        >>> scale_named("ces"), scale_named("after the call")
        ('ces', None)
    """
    return next((scale for scale in DEFAULT_POINTS if scale == name), None)


def whole_scores(
    scores: Any,
    scale: Scale,
    *,
    ids: nw.Series[Any] | None = None,
    called: str = "scores",
) -> NDArray[np.int64]:
    """Return scores as whole numbers on the scale.

    Args:
        scores: A series of any library that narwhals supports, an array or a list, shape (n,).
        scale: The scale of the scores.
        ids: The customer ids that identify bad rows in messages; by default row numbers.
        called: The name of the column or argument in messages.

    Raises:
        DataError: There are no scores, or scores are text, missing, fractional or off the scale.
    """
    values = as_numbers(scores, called=called)
    with np.errstate(invalid="ignore"):  # what is missing is not equal to any whole number
        whole = values.astype(np.int64, copy=False)
    if not _fits(whole, scale) or (whole is not values and not np.array_equal(whole, values)):
        _refuse_odd(values, scale, _Place(called=called, ids=ids))
    return whole


def on_longer_scale(
    score: NDArray[np.int64], n: NDArray[np.int64], scale: Scale
) -> tuple[Note, ...]:
    """Note answers from 1 to 5 that are read on the scale of the NPS, as `shorter_scale` does.

    Args:
        score: The scores, shape (n,).
        n: How many answers each stands for, shape (n,).
        scale: The scale that they are read on.
    """
    if (scale.low, scale.high) != (0, HIGHEST):
        return ()
    return shorter_scale(score.astype(np.float64), n)


def _fits(whole: NDArray[np.int64], scale: Scale) -> bool:
    return whole.size > 0 and bool(whole.min() >= scale.low and whole.max() <= scale.high)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Place:
    """How messages name a column and its rows."""

    called: str
    ids: nw.Series[Any] | None = None

    def refuse(self, bad: NDArray[np.bool_], what: str, hint: str) -> None:
        rows = np.flatnonzero(bad)
        if rows.size:
            first = rows[:FIRST_IDS].tolist()
            raise DataError.bad_rows(
                what,
                column=self.called,
                count=rows.size,
                first_ids=[f"row {row}" if self.ids is None else self.ids[row] for row in first],
                hint=hint,
            )


def _refuse_odd(values: NDArray[Any], scale: Scale, place: _Place) -> None:
    if not values.size:
        raise DataError(f"{place.called!r} holds no scores. At least one is needed.")
    if not np.issubdtype(values.dtype, np.integer):
        missing = np.isnan(values)
        place.refuse(missing, "missing", "Drop them first, and report how many you dropped.")
        fractional = values != np.floor(values)
        what = f"that are not whole numbers{_such_as(values, fractional)}"
        place.refuse(fractional, what, f"{scale.name} scores are whole numbers.")
    off = (values < scale.low) | (values > scale.high)
    what = f"off the scale {scale.low} to {scale.high}{_such_as(values, off)}"
    place.refuse(off, what, _hint(values, scale))


def as_numbers(values: Any, *, called: str = "scores") -> NDArray[Any]:
    """Return a series, array or list as an array of whole numbers or floats, NaN where missing."""
    series = nw.from_native(values, allow_series=True, pass_through=True)
    if isinstance(series, nw.DataFrame | nw.LazyFrame):
        raise _no_column(values, called)
    array = _array(series.to_numpy() if isinstance(series, nw.Series) else values)
    if array.ndim == 0:
        raise _no_column(values, called)
    if array.ndim != 1:
        raise DataError(f"{called!r} has the shape {array.shape}, must be one column.")
    if array.dtype.kind in "iuf":
        return array
    if array.dtype.kind in NO_NUMBERS:
        raise DataError(
            f"{called!r} holds {NO_NUMBERS[array.dtype.kind]}, not numbers. Pass the numbers."
        )
    return _from_objects(array, called)


def _no_column(values: Any, called: str) -> DataError:
    kind = type(values).__name__
    return DataError(f"{called!r} is {kind}, must be one column: a series, an array or a list.")


# By numpy's letter for their kind.
NO_NUMBERS = {
    "b": "true and false",
    "c": "complex numbers",
    "m": "spans of time",
    "M": "moments",
    "S": "bytes",
    "V": "records",
}


def _array(values: Any) -> NDArray[Any]:
    """Return values as an array; numpy itself passes over what a masked one hides."""
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        return np.array(values.tolist(), dtype=object)
    return np.asarray(values)


def _from_objects(array: NDArray[Any], called: str) -> NDArray[np.float64]:
    values = array.tolist()
    text = np.array([isinstance(value, str) for value in values], dtype=np.bool_)
    hint = "Convert them first, for example with pandas.to_numeric."
    what = f"of text, not numbers{_such_as(array, text)}"
    _Place(called=called).refuse(text, what, hint)
    odd = np.array([_is_no_number(value) for value in values], dtype=np.bool_)
    what = f"of {type(values[odd.argmax()]).__name__}, not numbers" if odd.any() else ""
    _Place(called=called).refuse(odd, what, "Pass the numbers themselves.")
    try:
        return np.array([np.nan if value is None else value for value in array], np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"{called!r} must hold numbers: {explained(error)}. {hint}") from cause(
            error
        )


def _is_no_number(value: Any) -> bool:
    """Whether numpy would turn a value that is no number into one, such as True or [9]."""
    is_list = hasattr(value, "__len__") or hasattr(value, "__array__")
    return isinstance(value, bool | np.bool_ | complex) or is_list


def _such_as(values: NDArray[Any], bad: NDArray[np.bool_]) -> str:
    return f", such as {cell(values[bad][0])}" if bad.any() else ""


def _hint(values: NDArray[Any], scale: Scale) -> str:
    largest = float(np.max(values))
    if largest > scale.high and largest <= 100 and scale.high < 20:
        return (
            f"Scores up to {cell(largest)} look like another scale, such as 0 to 100. Find out how "
            "they were asked; dividing them does not turn them into answers to this question."
        )
    return "Correct or remove them."


def _checked(bands: Bands, low: int, high: int) -> Bands:
    following = low
    for label, (first, last) in bands.items():
        if first != following or last < first:
            raise ParameterError(
                f"bands == {dict(bands)!r}: {label!r} must begin at {following}. Bands must cover "
                f"{low} to {high} from least to most satisfied, without gaps or overlaps."
            )
        following = last + 1
    if following != high + 1 or len(bands) < 2:
        raise ParameterError(f"bands == {dict(bands)!r}, must be at least two and end at {high}.")
    return dict(bands)
