"""What the pictures of this room share: the model asked of, and what is said about predictions."""

from vocvalue import duration
from vocvalue.clv.fitted import Fit
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import DataError


def model_of(
    model: TransactionModel | Fit[TransactionModel], unit: duration.Unit
) -> TransactionModel:
    """Return the model itself, in the unit of the data.

    Raises:
        DataError: The model counts in another unit.
    """
    inner = model.model if isinstance(model, Fit) else model
    if inner.unit != unit:
        raise DataError(
            f"the data count in {unit}s and the model in {inner.unit}s. "
            f"Make the data with unit={inner.unit!r}, or fit the model to them."
        )
    return inner


def against(predicted: float, actual: float) -> str:
    """Say how far a prediction of purchases is from what happened."""
    if actual <= 0:
        return "none happened"
    share = round(predicted / actual - 1, 2)
    if share == 0:
        return "as many as happened"
    return f"{abs(share):.0%} {'more' if share > 0 else 'fewer'} than happened"
