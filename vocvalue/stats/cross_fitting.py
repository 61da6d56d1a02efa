"""The effect on the treated with models of the caller's own, each fitted to other customers."""

import copy
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from vocvalue import progress
from vocvalue.errors import DataError, ParameterError
from vocvalue.results.texts import pair
from vocvalue.stats.adjustment import StandardisedMeans
from vocvalue.stats.covariates import standardised
from vocvalue.stats.effect_on_treated import LikeTheTreated
from vocvalue.stats.treated_odds import TreatedOdds, fitted_odds

Floats: TypeAlias = NDArray[np.float64]
Bool: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]

FOLDS = 5
SUREST = 1e-6
"""A model that is surer than this that somebody was treated is not believed."""


@runtime_checkable
class Learner(Protocol):
    """Any model that learns from rows: scikit-learn's, or one of your own."""

    def fit(self, X: Floats, y: Floats) -> Any:
        """Learn the outcome y, shape (n,), from the rows X, shape (n, p)."""

    def predict(self, X: Floats) -> Any:
        """Return what is expected of rows, shape (n,)."""


def cross_fitted_means(
    outcome: Floats,
    treated: Bool,
    covariates: Floats,
    cluster: Codes,
    *,
    outcome_model: Learner | None = None,
    exposure_model: Learner | None = None,
    seed: int = 0,
) -> StandardisedMeans:
    """Return the mean outcome of the treated, without the treatment and with it.

    As `means_of_treated`, but what is expected of a row comes from models that were fitted to four
    fifths of the customers, without its own. A model that follows its rows too closely is then seen
    through, and errors of the models do not move the estimate at first order.

    Args:
        outcome: Shape (n,).
        treated: Who was treated, shape (n,).
        covariates: Finite numbers, shape (n, p).
        cluster: The customer of each row, shape (n,): all rows of one are in the same fold.
        outcome_model: Predicts the outcome among controls; least squares by default. A copy of it
            is fitted in each fold; `predict_proba` is asked before `predict`.
        exposure_model: Predicts who was treated; a logit by default.
        seed: The seed of the folds.

    Raises:
        DataError: A fold without treated or without controls.
        ParameterError: A model without fit or predict, or that predicts something else than a
            finite number for each row.

    References:
        Chernozhukov, Chetverikov, Demirer, Duflo, Hansen, Newey and Robins (2018), Double/debiased
        machine learning for treatment and structural parameters, Econometrics Journal 21,
        definition 3.1 (DML2 with the score of the effect on the treated).

    Examples:
        >>> x = np.tile([0.0, 0.0, 1.0, 1.0, 1.0], 40)
        >>> treated = np.tile([False, True, False, True, True], 40)
        >>> means = cross_fitted_means(2 * x + treated, treated, x[:, None], np.arange(200)).means
        >>> (means[1] - means[0]).round(6)
        np.float64(1.0)
    """
    expected, share = np.empty(treated.size), np.empty(treated.size)
    design = standardised(covariates, np.arange(treated.size))
    models = {"outcome_model": outcome_model, "exposure_model": exposure_model}
    for name, model in models.items():
        if model is not None and not isinstance(model, Learner):
            raise ParameterError(f"{name} == {model!r}, must have the methods fit and predict.")
    with progress.over(
        _folds(cluster, seed), pair("cross-fitting", "交叉拟合"), total=FOLDS
    ) as folds:
        for held in folds:
            if treated[~held].sum() < 2 or (~treated[~held]).sum() <= design.shape[1]:
                raise DataError(
                    "a fold has too few treated or controls to fit models in the others."
                )
            others = ~held & ~treated
            expected[held] = _expected(outcome_model, design, outcome, others, held)
            share[held] = _share(exposure_model, design, treated, ~held, held)
    return _means(outcome, treated, expected, share, design)


def _means(
    outcome: Floats, treated: Bool, expected: Floats, share: Floats, design: Floats
) -> StandardisedMeans:
    odds = TreatedOdds(design=design, treated=treated, share=share)
    own, error = outcome[treated], (outcome - expected)[~treated]
    off, ahead = float(odds.weight @ error), expected[treated]
    influence = np.zeros((treated.size, 2))
    influence[treated, 0] = (ahead - ahead.mean()) / own.size
    influence[treated, 1] = (own - own.mean()) / own.size
    influence[~treated, 0] = odds.weight * (error - off)
    return StandardisedMeans(
        means=np.array([ahead.mean() + off, own.mean()]),
        influence=influence,
        balance=LikeTheTreated(
            design=design, treated=treated, odds=odds, places=np.arange(-1, design.shape[1] - 1)
        ).balance,
    )


def _folds(cluster: Codes, seed: int) -> Iterator[Bool]:
    """Yield which rows are held out, clusters whole and in no order."""
    number = np.unique(cluster, return_inverse=True)[1]
    size = int(number.max()) + 1
    fold = np.random.default_rng(seed).permutation(size) % FOLDS
    for held in range(FOLDS):
        yield np.asarray(fold[number] == held)


def _expected(
    model: Learner | None, design: Floats, outcome: Floats, learn: Bool, ask: Bool
) -> Floats:
    if model is None:
        slopes = np.linalg.lstsq(design[learn], outcome[learn], rcond=None)[0]
        return np.asarray(design[ask] @ slopes)
    return _predicted("outcome_model", model, design[learn], outcome[learn], design[ask])


def _share(model: Learner | None, design: Floats, treated: Bool, learn: Bool, ask: Bool) -> Floats:
    if model is None:
        return np.asarray(expit(design[ask] @ fitted_odds(design[learn], treated[learn]).slopes))
    was_treated = treated[learn].astype(np.float64)
    share = _predicted("exposure_model", model, design[learn], was_treated, design[ask])
    return np.clip(share, 0.0, 1 - SUREST)


def _predicted(name: str, model: Learner, rows: Floats, outcome: Floats, asked: Floats) -> Floats:
    """Return what a copy of a model predicts; a column of ones is none of its business."""
    if np.ptp(outcome) == 0:
        return np.full(len(asked), outcome[0])
    copied = copy.deepcopy(model)
    copied.fit(rows[:, 1:], outcome)
    of_classes = getattr(copied, "predict_proba", None)
    is_class = of_classes is not None and bool(np.isin(outcome, (0.0, 1.0)).all())
    predict: Callable[[Floats], Any] = copied.predict
    if of_classes is not None and is_class:
        predict = of_classes
    answer = np.asarray(predict(asked[:, 1:]), dtype=np.float64)
    if is_class and answer.ndim == 2:
        answer = answer[:, -1]
    if answer.shape != (len(asked),) or not np.isfinite(answer).all():
        raise ParameterError(
            f"{name} predicted an array of shape {answer.shape} for {len(asked):,} rows, must be "
            "one finite number for each."
        )
    return answer
