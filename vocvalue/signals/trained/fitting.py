"""Fits a logistic regression on runs of characters, and measures it on texts it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vocvalue import progress
from vocvalue.errors import MissingDependencyError
from vocvalue.results.texts import pair
from vocvalue.signals.trained.linear import Calibration, Floats, How, Linear
from vocvalue.signals.trained.ngrams import ngrams

Bool: TypeAlias = NDArray[np.bool_]
Matrix: TypeAlias = Any
"""A sparse matrix of SciPy, one row per text."""

FOLDS = 5
STRENGTH = 4.0
"""Inverse of the penalty on the squares of the weights."""
FLAG = 3.0
"""How much a flag is beside a text of length 1: what a rule says is penalised less than a run."""
LEAST_TEXTS = 2
"""A run of characters in fewer texts says nothing of the next."""
ISOTONIC_FROM = 1_000
"""Of the rarer class: with fewer, steps fit the noise (Niculescu-Mizil and Caruana 2005)."""


def needs_sklearn(purpose: str) -> None:
    """Say which extra brings scikit-learn where it is not installed.

    Args:
        purpose: What needs it.

    Raises:
        MissingDependencyError: It is not installed.
    """
    try:
        import sklearn  # noqa: F401, PLC0415 (loaded when something is fitted)
    except ImportError as error:
        raise MissingDependencyError.for_extra(
            "scikit-learn", extra="ml", purpose=purpose
        ) from error


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """Texts as counts of runs of characters and flags.

    Attributes:
        runs: The runs, by the column of `counts`.
        counts: How often each stands in each text, shape (n, runs), sparse.
        flags: The flags, by the column of `up`.
        up: Whether each is up, shape (n, flags), sparse.
        longest: The most characters of a run.
    """

    runs: list[str] = field(repr=False)
    counts: Matrix = field(repr=False)
    flags: list[str] = field(repr=False)
    up: Matrix = field(repr=False)
    longest: int

    @classmethod
    def of(
        cls, texts: Sequence[str], longest: int, flags: Sequence[Sequence[str]] | None = None
    ) -> "Counted":
        """Return texts as counts.

        Args:
            texts: The texts.
            longest: The most characters of a run.
            flags: The flags that are up, of each.
        """
        runs, counts = _sparse([ngrams(text, longest) for text in texts])
        names, up = _sparse([dict.fromkeys(of, 1) for of in flags or [()] * len(texts)])
        return cls(runs=runs, counts=counts, flags=names, up=up, longest=longest)


@dataclass(frozen=True, kw_only=True, eq=False)
class Checked:
    """What regressions fitted without a text say of it.

    Attributes:
        probability: Of each text, calibrated without it too, shape (n,).
        fold: In which part of the texts it was left out, shape (n,).
    """

    probability: Floats = field(repr=False)
    fold: NDArray[np.int64] = field(repr=False)


def fitted(
    counted: Counted, is_so: Bool, groups: Sequence[str], *, most: int, seed: int
) -> tuple[Linear, Checked]:
    """Fit a regression, calibrate it out of fold, and return what it says of unseen texts.

    Args:
        counted: The texts.
        is_so: What is to be told of each, shape (n,).
        groups: What must not be on both sides of a split: the same text twice.
        most: The most runs of characters that are kept.
        seed: Of the split in folds.

    Returns:
        The regression of all texts, and the cross-validated probabilities.
    """
    fold = _folds(is_so, groups, seed)
    odds = np.empty(len(is_so))
    with progress.over(range(FOLDS), pair("cross-validating", "交叉验证")) as folds:
        for number in folds:
            inside = np.flatnonzero(fold != number)
            columns, idf, flags, model = _regression(counted, is_so, inside, most)
            outside = np.flatnonzero(fold == number)
            odds[outside] = model.decision_function(_design(counted, outside, columns, idf, flags))
    probability = np.empty(len(is_so))
    for number in range(FOLDS):
        inside, outside = fold != number, fold == number
        probability[outside] = calibrated(odds[inside], is_so[inside]).probability(odds[outside])
    linear = _linear(counted, is_so, most, calibrated(odds, is_so))
    return linear, Checked(probability=probability, fold=fold)


def calibrated(log_odds: Floats, is_so: Bool) -> Calibration:
    """Return what makes a probability of log-odds: a logistic curve, or steps where there is much.

    Args:
        log_odds: Log-odds of texts that the regression has not seen, shape (n,).
        is_so: What is so, shape (n,).

    References:
        Platt (1999), Probabilistic outputs for support vector machines. Niculescu-Mizil and
        Caruana (2005), Predicting good probabilities with supervised learning.
    """
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 (loaded when fitted)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (loaded when fitted)

    if how_to_calibrate(is_so) == "isotonic":
        steps = IsotonicRegression(out_of_bounds="clip").fit(log_odds, is_so.astype(np.float64))
        x, y = map(tuple, (steps.X_thresholds_.tolist(), steps.y_thresholds_.tolist()))
        return Calibration(how="isotonic", x=x, y=y)
    # A penalty of next to nothing; none at all would not end where the classes are apart.
    curve = LogisticRegression(C=1e3).fit(log_odds[:, None], is_so)
    return Calibration(how="Platt", x=(float(curve.coef_[0, 0]), float(curve.intercept_[0])))


def n_of_rarer(groups: Sequence[str], is_so: Bool) -> int:
    """Return how many different texts the rarer sort has.

    Args:
        groups: What tells texts apart, of length n.
        is_so: Which are so, shape (n,).

    Examples:
        >>> n_of_rarer(["a", "a", "b", "c"], np.array([True, True, False, False]))
        1
    """
    sorts = ({groups[int(place)] for place in np.flatnonzero(of)} for of in (is_so, ~is_so))
    return min(map(len, sorts))


def how_to_calibrate(is_so: Bool) -> How:
    """Return which calibration so many texts carry.

    Args:
        is_so: What is so, shape (n,).
    """
    rarer = min(int(is_so.sum()), int((~is_so).sum()))
    return "isotonic" if rarer >= ISOTONIC_FROM else "Platt"


def _folds(is_so: Bool, groups: Sequence[str], seed: int) -> NDArray[np.int64]:
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415 (when fitted)

    split = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    fold = np.empty(len(is_so), dtype=np.int64)
    _, codes = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)
    for number, (_, outside) in enumerate(split.split(np.zeros(len(is_so)), is_so, codes)):
        fold[outside] = number
    return fold


def _regression(
    counted: Counted, is_so: Bool, rows: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64], Any]:
    """Return the runs and flags that count, the runs' weights by rarity, and the regression."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (loaded when fitted)

    texts_with = np.asarray((counted.counts[rows] > 0).sum(axis=0)).ravel()
    columns = np.flatnonzero(texts_with >= LEAST_TEXTS)
    flags = np.flatnonzero(np.asarray(counted.up[rows].sum(axis=0)).ravel() >= LEAST_TEXTS)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1_000)
    while True:
        idf = np.log((1.0 + len(rows)) / (1.0 + texts_with[columns])) + 1.0
        model.fit(_design(counted, rows, columns, idf, flags), is_so[rows])
        if len(columns) <= most:
            return columns, idf, flags, model
        size = np.abs(model.coef_[0, : len(columns)])
        columns = np.sort(columns[np.argsort(-size, kind="stable")[:most]])


def _design(
    counted: Counted,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    idf: Floats,
    flags: NDArray[np.int64],
) -> Matrix:
    """Return the features: the runs by how often and how rare, each text of length 1; flags."""
    from scipy import sparse  # noqa: PLC0415 (loaded when fitted)

    counts = counted.counts[rows][:, columns].astype(np.float64)
    counts.data = 1.0 + np.log(counts.data)
    weighted = counts.multiply(idf[None, :]).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    runs = weighted.multiply(scale[:, None])
    return sparse.hstack([runs, FLAG * counted.up[rows][:, flags].astype(np.float64)], format="csr")


def _linear(counted: Counted, is_so: Bool, most: int, calibration: Calibration) -> Linear:
    every = np.arange(len(is_so))
    columns, idf, flags, model = _regression(counted, is_so, every, most)
    weights = model.coef_[0]
    return Linear(
        longest=counted.longest,
        weights={
            counted.runs[column]: (float(rarity), float(weight))
            for column, rarity, weight in zip(columns, idf, weights[: len(columns)], strict=True)
        },
        flags={
            counted.flags[column]: FLAG * float(weight)
            for column, weight in zip(flags, weights[len(columns) :], strict=True)
        },
        intercept=float(model.intercept_[0]),
        calibration=calibration,
    )


def _sparse(rows: Sequence[Any]) -> tuple[list[str], Matrix]:
    """Return names in the order of the alphabet, and how often each is in each row."""
    from scipy import sparse  # noqa: PLC0415 (loaded when fitted)

    names = sorted(set().union(*rows))
    number = {name: place for place, name in enumerate(names)}
    indices = [number[name] for row in rows for name in row]
    data = [count for row in rows for count in row.values()]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    shape = (len(rows), len(names))
    return names, sparse.csr_matrix((data, indices, starts), shape=shape, dtype=np.int64)
