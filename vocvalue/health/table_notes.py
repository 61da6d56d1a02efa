"""What a reader must know of the tables of accounts."""

from vocvalue.results import Note
from vocvalue.results.notes import left_out
from vocvalue.results.numerals import counted
from vocvalue.results.texts import pair


def without_id(n: int) -> tuple[Note, ...]:
    """Note the rows of the accounts that have no id."""
    return left_out(
        n,
        pair(
            "{rows} of the table accounts with no id",
            "客户表中有 {rows}缺少客户编号",
            rows=counted(n, "row"),
        ),
    )


def no_revenue(n: int) -> tuple[Note, ...]:
    """Note the accounts without a revenue."""
    return Note.counted(
        n,
        "The revenue of {accounts} is not known and is in no sum of money.",
        "{accounts}收入未知，不计入任何金额。",
        accounts=counted(n, "account"),
    )


def left_again(n: int) -> tuple[Note, ...]:
    """Note the accounts that left more than once."""
    return Note.counted(
        n,
        "The table churn: {rows} repeat an account. The first time that it left counts.",
        "流失表中有 {rows}重复了同一客户，以首次流失为准。",
        rows=counted(n, "row"),
    )


def left_no_day(n: int) -> tuple[Note, ...]:
    """Note the accounts that left on a day that is not known."""
    return left_out(
        n,
        pair(
            "{rows} of the table churn with no day",
            "流失表中有 {rows}缺少日期",
            rows=counted(n, "row"),
        ),
    )


def used_after(n: int) -> tuple[Note, ...]:
    """Note the accounts with usage after the month in which they left."""
    return Note.counted(
        n,
        "There is usage of {accounts} after the month in which the table churn says they left. "
        "Check these days.",
        "{accounts}在流失表所记的流失月份之后仍有用量，请核对日期。",
        accounts=counted(n, "account"),
    )


def no_people(n: int) -> tuple[Note, ...]:
    """Note that the answers name nobody."""
    return Note.counted(
        n,
        "The responses do not name who answered, so each of the {answers} counts as that of a "
        "different person.",
        "答卷未注明作答人，{answers}按不同的人计。",
        answers=counted(n, "answer"),
        bears_on="reading",
    )


def bills_incomplete(n: int) -> tuple[Note, ...]:
    """Note the invoices that lack something."""
    return left_out(
        n,
        pair(
            "{invoices} with no day due or no amount",
            "{invoices}缺少到期日或金额",
            invoices=counted(n, "invoice"),
        ),
    )


def bills_repeated(n: int) -> tuple[Note, ...]:
    """Note the invoices that repeat another."""
    return Note.counted(
        n,
        "Billing: {invoices} repeat another of the same account, days and amount. All count. If "
        "they are copies, remove them.",
        "账单表中有 {invoices}与另一张的客户、日期和金额均相同，全部计入。若为重复录入，请删除。",
        invoices=counted(n, "invoice"),
        bears_on="reading",
    )


def credit_notes(n: int) -> tuple[Note, ...]:
    """Note the credit notes."""
    return Note.counted(
        n,
        "Billing: {invoices} with an amount below 0 count as credit notes. They are deducted from "
        "what was billed, and are neither on time nor overdue.",
        "账单表中有 {invoices}金额为负，按红冲账单处理：从开票金额中扣除，不计是否按时。",
        invoices=counted(n, "invoice"),
        bears_on="reading",
    )


def paid_before(n: int) -> tuple[Note, ...]:
    """Note the invoices that were paid before they were issued."""
    return Note.counted(
        n,
        "Billing: {invoices} paid before the day of issue. They count as paid on time. Check these "
        "days.",
        "账单表中有 {invoices}的付款日早于开票日，按按时付款计。请核对日期。",
        invoices=counted(n, "invoice"),
    )
