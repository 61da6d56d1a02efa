"""Amounts of money as a reader meets them, and the words of a basis and a grade of evidence."""

import math
import re
from collections.abc import Mapping
from functools import partial
from typing import Literal

from vocvalue.results.dispatch import Row, said
from vocvalue.results.estimates import Basis, Evidence, Money
from vocvalue.results.intervals import beside, ends, is_certain
from vocvalue.results.numerals import number, significant
from vocvalue.results.texts import Text, pair, phrase
from vocvalue.results.tongues import Tongue

BASIS: Mapping[Basis, Text] = {
    "revenue": pair("revenue", "收入"),
    "margin": pair("margin", "毛利"),
    "net profit": pair("net profit", "净利润"),
}
EVIDENCE: Mapping[Evidence, Text] = {
    "randomised": pair("randomised", "随机实验"),
    "adjusted observational": pair("adjusted observational", "调整后的观察数据"),
    "association only": pair("association only", "仅为相关"),
}
LARGE = 1_000_000
SHORTENED = 10_000.0
"""Thousands are written in full; what a language counts in ten thousands or more is not."""
SIGNIFICANT = 4
HUNDREDTHS, SMALL = 2, 0.01
ROUNDING = 1e-9
"""What is left where two equal sums were subtracted is no amount."""


@phrase
def amount(tongue: Tongue, value: float, currency: str | None = None) -> str:
    """Write an amount of money: in full up to a million, then shortened, with its unit.

    Examples:
        >>> amount(149957, "CNY").en, amount(149957, "CNY").zh, amount(565.214, "EUR").en
        ('CNY 149,957', '149,957 元', '€565.21')
        >>> amount(1_234_567, "CNY").en, amount(1_234_567, "CNY").zh, amount(-2e8, "USD").zh
        ('CNY 1.235 million', '123.5 万元', '-2 亿美元')
        >>> amount(40.0).zh, amount(float("nan"), "CNY").en
        ('40', 'not known')
        >>> amount(0.65284, "CNY").en, amount(0.5, "USD").en, amount(-0.0065284, "CNY").zh
        ('CNY 0.65', 'USD 0.50', '-0.0065 元')
    """
    if not math.isfinite(value):
        return number(value).into(tongue)
    return _written(tongue, value, unit(tongue, currency) if currency else "")


@phrase
def brief(tongue: Tongue, value: float, currency: str | None = None) -> str:
    """Write an amount as a headline does: shortened as soon as the language has a word for it.

    Examples:
        >>> brief(36_000.0, "CNY").zh, brief(36_000.0, "CNY").en, brief(2_400_000, "CNY").en
        ('3.6 万元', 'CNY 36,000', 'CNY 2.4 million')
        >>> brief(-980.0, "CNY").zh, brief(123_456.0, "EUR").zh
        ('-980 元', '12.35 万欧元')
    """
    if not math.isfinite(value) or magnitude(tongue, abs(value))[0] < SHORTENED:
        return amount(value, currency).into(tongue)
    written = _shortened(tongue, abs(value))
    digits = written[0].rstrip("0").rstrip(".") if "." in written[0] else written[0]
    sign, name = ("-" if value < 0 else ""), unit(tongue, currency) if currency else ""
    return sign + tongue.shortened.format(unit=name, number=digits, magnitude=written[1])


@phrase
def end(tongue: Tongue, value: float, currency: str | None = None) -> str:
    """Write an end of an interval of money: with its unit where the unit stands behind.

    Examples:
        >>> end(149957.0, "CNY").en, end(149957.0, "CNY").zh
        ('149,957', '149,957 元')
    """
    if tongue.names_currencies:
        return amount(value, currency).into(tongue)
    return amount(value).into(tongue)


@phrase
def currency(tongue: Tongue, code: str) -> str:
    """Write a currency alone: its name or its sign.

    Examples:
        >>> currency("CNY").en, currency("CNY").zh, currency("EUR").en
        ('CNY', '元', '€')
    """
    return unit(tongue, code).strip()


def money_ends(money: Money) -> Text:
    """Return the interval of an amount of money."""
    return ends(money, partial(end, currency=money.currency))


@phrase
def brief_end(tongue: Tongue, value: float, currency: str | None = None) -> str:
    """Write an end of an interval of money as a headline does.

    Examples:
        >>> brief_end(149957.0, "CNY").en, brief_end(149957.0, "CNY").zh
        ('149,957', '15 万元')
    """
    return brief(value, currency if tongue.names_currencies else None).into(tongue)


def brief_ends(money: Money) -> Text:
    """Return the interval of an amount of money as a headline does."""
    return ends(money, partial(brief_end, currency=money.currency))


def money(money: Money) -> Text:
    """Return an amount of money with its interval.

    Examples:
        >>> net = Money(value=149957.0, lower=120000.0, upper=180000.0, level=0.95, method="",
        ...             n=9, currency="CNY", basis="margin", evidence="randomised")
        >>> money(net).en
        'CNY 149,957 (95% interval: 120,000 to 180,000)'
        >>> money(net).zh
        '149,957 元（95% 置信区间 120,000 元至 180,000 元）'
    """
    return _with_ends(amount(money.value, money.currency), money)


def money_of_basis(money: Money) -> Text:
    """Return an amount of money, what it counts and its interval.

    Examples:
        >>> net = Money(value=149957.0, lower=149957.0, upper=149957.0, level=0.95, method="",
        ...             n=9, currency="CNY", basis="margin", evidence="randomised")
        >>> money_of_basis(net).en, money_of_basis(net).zh
        ('CNY 149,957 of margin', '毛利 149,957 元')
    """
    return _with_ends(_of_basis(money), money)


def money_row(label: Text, money: Money) -> Row:
    """Return the headline of an amount of money.

    Args:
        label: What the money is for.
        money: The amount.
    """
    ends = None if is_certain(money) else money_ends(money)
    return Row(label, amount(money.value, money.currency), ends)


@said.register
def _(money: Money) -> Text:
    evidence = pair(
        "evidence: {evidence}", "证据等级：{evidence}", evidence=EVIDENCE[money.evidence]
    )
    if is_certain(money):
        return beside(_of_basis(money), evidence)
    return beside(_of_basis(money), money_ends(money), evidence)


def _of_basis(money: Money) -> Text:
    return pair(
        "{amount} of {basis}",
        "{basis} {amount}",
        amount=amount(money.value, money.currency),
        basis=BASIS[money.basis],
    )


def _with_ends(value: Text, money: Money) -> Text:
    return value if is_certain(money) else beside(value, money_ends(money))


def _written(tongue: Tongue, value: float, unit: str) -> str:
    sign, size = ("-" if value < 0 else ""), abs(value)
    if size < LARGE:
        written = _in_full(size).into(tongue)
        return (sign if size >= ROUNDING else "") + tongue.amount.format(
            unit=unit, number=written
        ).strip()
    digits, magnitude = _shortened(tongue, size)
    return sign + tongue.shortened.format(unit=unit, number=digits, magnitude=magnitude)


def _in_full(size: float) -> Text:
    """Return an amount below a million: below 1 in hundredths, and what is less than one exactly.

    Examples:
        >>> [_in_full(size).en for size in (565.214, 0.999, 0.0123, 0.0065284, 1.5e-14)]
        ['565.21', '1.00', '0.01', '0.0065', '0']
    """
    if size < ROUNDING:
        return number(0.0)
    if size >= 1:
        return number(size)
    return number(size, HUNDREDTHS) if size >= SMALL else significant(size, 2)


def _shortened(tongue: Tongue, size: float) -> tuple[str, str]:
    """Return a large number with four significant digits, and its magnitude.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> _shortened(ENGLISH, 14_960_000.0), _shortened(CHINESE, 14_960_000.0)
        (('14.96', 'million'), ('1,496', '万'))
    """
    digits, _ = _compact(tongue, size, 0)
    digits, magnitude = _compact(tongue, size, max(0, SIGNIFICANT - len(digits)))
    return (tongue.number(int(digits)) if digits.isdigit() else digits), magnitude


def _compact(
    tongue: Tongue, size: float, decimals: int, *, form: Literal["short", "long"] = "long"
) -> tuple[str, str]:
    from babel.numbers import format_compact_decimal  # noqa: PLC0415 (loaded when written)

    written = format_compact_decimal(
        size, format_type=form, locale=tongue.locale, fraction_digits=decimals
    )
    parts = re.fullmatch(r"([\d.,]+)\s*(.*)", written)
    return (parts[1], parts[2]) if parts else (written, "")


def magnitude(tongue: Tongue, size: float) -> tuple[float, str]:
    """Return the magnitude in which a large number is written in short, and its short name.

    Args:
        tongue: The language.
        size: The number.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> magnitude(ENGLISH, 2_500_000.0), magnitude(CHINESE, 2_500_000.0)
        ((1000000.0, 'm'), (10000.0, '万'))
        >>> magnitude(ENGLISH, 12.0)
        (1.0, '')
    """
    power = math.floor(math.log10(size)) if size >= 1 else 0
    number, name = _compact(tongue, 10**power, 0, form="short")
    return 10.0**power / float(number.replace(",", "")), name


def unit(tongue: Tongue, currency: str) -> str:
    """Return a currency's name, or its sign where that is not itself of letters, or its code.

    Args:
        tongue: The language.
        currency: The code of the currency.

    Examples:
        >>> from vocvalue.results.tongues import CHINESE, ENGLISH
        >>> unit(ENGLISH, "GBP"), unit(ENGLISH, "CNY"), unit(CHINESE, "CNY")
        ('£', 'CNY ', '元')
    """
    from babel.numbers import get_currency_name, get_currency_symbol  # noqa: PLC0415 (see above)

    if currency in tongue.currencies:
        return tongue.currencies[currency]
    if tongue.names_currencies:
        return get_currency_name(currency, locale=tongue.locale)
    symbol = get_currency_symbol(currency, tongue.locale)
    return f"{currency} " if any(letter.isalpha() for letter in symbol) else symbol
