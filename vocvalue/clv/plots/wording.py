"""What the pictures of this room share: the model asked of, and what is said about predictions."""

from vocvalue import duration
from vocvalue.clv.fitted import Fit
from vocvalue.clv.transaction_model import TransactionModel
from vocvalue.errors import DataError
from vocvalue.results.numerals import percent, whole
from vocvalue.results.texts import Text, pair


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


def against(predicted: float, actual: float) -> Text:
    """Return how far a prediction of purchases is from what happened.

    Examples:
        >>> against(1653, 1882).en, against(1653, 1882).zh
        ('12% fewer than the 1,882 made', '比实际的 1,882 次少 12%')
    """
    if actual <= 0:
        return pair("none were made", "实际为 0 次")
    share = round(predicted / actual - 1, 2)
    made = whole(actual)
    if not share:
        return pair("as many as the {made} made", "与实际的 {made} 次一致", made=made)
    off = percent(abs(share), 0)
    if share > 0:
        return pair(
            "{off} more than the {made} made", "比实际的 {made} 次多 {off}", off=off, made=made
        )
    return pair(
        "{off} fewer than the {made} made", "比实际的 {made} 次少 {off}", off=off, made=made
    )
