"""The languages that a reader may ask for, and what differs between them besides the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vocvalue import checks
from vocvalue.errors import ParameterError


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """A language that results are written in.

    The words themselves stand in pairs, English beside Chinese, where something is said. A further
    language brings a translation of each English template.

    Attributes:
        code: What a caller writes: "en".
        locale: The locale that numbers, dates and lists are written by: "en_GB".
        between: What stands between two sentences.
        amount: How an amount and its currency stand together, with `unit` and `number`.
        shortened: The same of an amount in millions or the like, with `magnitude`.
        brief: The same where there is little room, as along the axis of a picture.
        names_currencies: Whether a currency is written by its name and not by its sign or code.
        currencies: Names of currencies, by code, where the locale's own are not what a reader
            expects.
        spaces_words: Whether words are set apart by spaces; where not, a space stands only beside
            a number or a foreign word.
        translations: The template in this language, by the English template; empty where the pair
            itself holds it.
        labels: Display names of columns and groups, by their names in the data.
    """

    code: str
    locale: str
    between: str
    amount: str
    shortened: str
    brief: str
    names_currencies: bool = False
    currencies: Mapping[str, str] = field(default_factory=dict)
    spaces_words: bool = True
    translations: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def template(self, en: str, zh: str) -> str:
        """Return the one of a pair that is written in this language.

        What a language has no translation of is read in English.
        """
        return zh if self.code == CHINESE.code else self.translations.get(en, en)

    def number(self, value: float, pattern: str = "#,##0") -> str:
        """Return a number written by a pattern of the Unicode locale data, such as "#,##0.0"."""
        from babel.numbers import format_decimal  # noqa: PLC0415 (loaded when something is written)

        return format_decimal(value, format=pattern, locale=self.locale)


ENGLISH = Tongue(
    code="en",
    locale="en_GB",
    between=" ",
    amount="{unit}{number}",
    shortened="{unit}{number} {magnitude}",
    brief="{unit}{number}{magnitude}",
)
CHINESE = Tongue(
    code="zh",
    locale="zh_Hans",
    between="",
    amount="{number} {unit}",
    shortened="{number} {magnitude}{unit}",
    brief="{number} {magnitude}{unit}",
    names_currencies=True,
    spaces_words=False,
    currencies={"CNY": "元"},
)
TONGUES: dict[str, Tongue] = {tongue.code: tongue for tongue in (ENGLISH, CHINESE)}
"""The languages by their codes; one that is put in here can be asked for everywhere."""


def tongue(language: str, labels: Mapping[str, str] | None = None) -> Tongue:
    """Return the language of a code, with what columns and groups are called in it.

    Args:
        language: The code, such as "en" or "zh".
        labels: Display names of columns and groups, by their names in the data.

    Raises:
        ParameterError: The language is not supported, or labels are no texts by their names.
    """
    checks.one_of("language", language, tuple(TONGUES))
    asked = TONGUES[language]
    return asked if labels is None else replace(asked, labels=_checked(labels))


def _checked(labels: object) -> dict[str, str]:
    is_told = isinstance(labels, Mapping) and all(isinstance(it, str) for it in labels.values())
    if not is_told:
        raise ParameterError(
            f"labels == {labels!r}, must be display names by the names in the data, such as "
            '{"north": "Northern region"}.'
        )
    return dict(labels)  # type: ignore[call-overload,no-any-return]
