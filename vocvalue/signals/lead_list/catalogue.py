"""What customers name, linked to the products of a catalogue: exactly, by an alias, or nearly."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from vocvalue.signals.matching.normal import normalise
from vocvalue.tables.products import Catalogue, read_products, refuse_repeated
from vocvalue.tables.reading.described import described
from vocvalue.tables.reading.leads import Products

How: TypeAlias = Literal["exact", "alias", "fuzzy", "only plan"]

NEAREST = 88.0
"""The lowest similarity, in per cent, of a name that is written nearly alike.

One letter of nine is another then, or one of five is missing. Skirts are 80 to shirts.
"""
LETTERS = 5
"""A shorter name is one letter from too many others: plan and plane, card and car."""
_BETWEEN = re.compile(r"[\s\-_·'\"“”‘’()\[\]【】《》]+")
_PLURAL = re.compile(r"(?<=[a-z]{3})s(?![a-z])")
_MODEL = re.compile(r"[a-z]*\d[a-z0-9.]*|(?<![a-z])[a-z]{1,2}(?![a-z])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, kw_only=True)
class Link:
    """The product that a customer names.

    Attributes:
        place: Its place in the catalogue.
        score: How alike the names are: 1 for the same.
        how: By what it was found.
    """

    place: int
    score: float
    how: How


@dataclass(frozen=True, kw_only=True, eq=False)
class LinkedProducts:
    """Products that customers name, by the words.

    Attributes:
        links: The link of each, where there is one.
        tied: Those that are as near to one product as to another.
    """

    links: Mapping[str, Link] = field(repr=False)
    tied: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, eq=False)
class Shelf:
    """A catalogue by the spelling in which names are looked up.

    Attributes:
        catalogue: The products.
    """

    catalogue: Catalogue

    @cached_property
    def names(self) -> Mapping[str, int]:
        """The place of each product, by the spelling of its name."""
        return {spelling(name): place for place, name in enumerate(self.catalogue.names)}

    @cached_property
    def aliases(self) -> Mapping[str, int]:
        """The place of each product, by the spelling of its aliases."""
        several = enumerate(self.catalogue.aliases)
        return {spelling(alias): place for place, aliases in several for alias in aliases}

    @cached_property
    def written(self) -> Mapping[str, str]:
        """A name or an alias as it is written, by its spelling."""
        several = zip(self.catalogue.names, self.catalogue.aliases, strict=True)
        return {spelling(text): text for name, more in several for text in (name, *more)}

    @cached_property
    def may_grow(self) -> frozenset[int]:
        """The products of which more can be sold: plans, those with a bigger variant, and these."""
        by_id = {text: place for place, text in enumerate(self.catalogue.ids)}
        places = {int(place) for place in self.catalogue.is_plan.nonzero()[0]}
        for place, upgrade in enumerate(self.catalogue.upgrades):
            if upgrade is None:
                continue
            bigger = by_id.get(upgrade, self.names.get(spelling(upgrade)))
            places |= {place} if bigger is None else {place, bigger}
        return frozenset(places)

    @cached_property
    def n_elsewhere(self) -> int:
        """How many bigger variants are not in the catalogue themselves."""
        by_id = set(self.catalogue.ids)
        there = [upgrade for upgrade in self.catalogue.upgrades if upgrade is not None]
        return sum(it not in by_id and spelling(it) not in self.names for it in there)

    @property
    def only_plan(self) -> int | None:
        """The place of the only plan, where there is just one."""
        places = self.catalogue.is_plan.nonzero()[0]
        return int(places[0]) if len(places) == 1 else None

    def link(self, products: Iterable[str]) -> LinkedProducts:
        """Link products to the catalogue.

        Args:
            products: The words by which customers name them.
        """
        links: dict[str, Link] = {}
        tied = []
        for words in dict.fromkeys(products):
            near = self._nearest(words)
            if len(near) == 1:
                links[words] = near[0]
            elif near:
                tied.append(words)
        return LinkedProducts(links=links, tied=frozenset(tied))

    def _nearest(self, words: str) -> Sequence[Link]:
        key = spelling(words)
        if key in self.names:
            return (Link(place=self.names[key], score=1.0, how="exact"),)
        if key in self.aliases:
            return (Link(place=self.aliases[key], score=1.0, how="alias"),)
        return self._nearly(words, key)

    def _nearly(self, words: str, key: str) -> Sequence[Link]:
        """Return the products whose names are most nearly written so, each once."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (loaded when names differ)

        known = {**self.aliases, **self.names}
        near = process.extract(
            key, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAREST, limit=None
        )
        scores: dict[int, float] = {}
        for name, score, _ in near:
            if may_be_slip(words, self.written[name]):
                place = known[name]
                scores[place] = max(score, scores.get(place, 0.0))
        best = max(scores.values(), default=0.0)
        return [
            Link(place=place, score=score / 100, how="fuzzy")
            for place, score in scores.items()
            if score == best
        ]


def open_shelf(products: object) -> Shelf | None:
    """Return a catalogue by its names, or None where there is none.

    Args:
        products: A table, a path, a `Products`, or None.

    Raises:
        DataError: The catalogue cannot be read, or two of its products go by one name.
    """
    if products is None:
        return None
    catalogue = read_products(described(Products, products, "products"))
    refuse_repeated(catalogue, spelling)
    return Shelf(catalogue=catalogue)


def spelling(name: str) -> str:
    """Return a name in the spelling in which it is looked up.

    Args:
        name: The name of a product.

    Examples:
        >>> spelling("Air-Filters"), spelling("air filter"), spelling("淨水器 濾芯")
        ('airfilter', 'airfilter', '净水器滤芯')
    """
    return "".join(_words(name)) or normalise(name).text.strip()


def models(name: str) -> frozenset[str]:
    """Return what tells the models of one product apart: numbers, sizes, single letters.

    Args:
        name: The name of a product.

    Examples:
        >>> sorted(models("Filter A2 XL")), sorted(models("滤芯 3.0"))
        (['a2', 'xl'], ['3.0'])
    """
    return frozenset(_MODEL.findall(normalise(name).text))


def may_be_slip(one: str, other: str) -> bool:
    """Return whether two names that are nearly alike can be one name, misspelled.

    Slips seldom touch the first letter of a word (Yannakoudakis and Fawthrop, 1983), and a word is
    held against the word in its place: a running skirt is no running shirt. In Chinese the last
    character is the noun, the first often tells its variant, and another character is another word:
    洗碗机清洁剂 is no 洗衣机清洁剂. So there, only a character that is missing is a slip.

    Args:
        one: A name.
        other: Another.

    Examples:
        >>> may_be_slip("cartridge", "catridge"), may_be_slip("day cream", "face cream")
        (True, False)
        >>> may_be_slip("空气净化器", "空净化器"), may_be_slip("扫地机器人", "拖地机器人")
        (True, False)
    """
    short, long = sorted((spelling(one), spelling(other)), key=len)
    if len(short) < 2 or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    if models(one) != models(other):
        return False
    if _CHINESE.search(short) or _CHINESE.search(long):
        return _is_within(short, long)
    return len(short) >= LETTERS and _are_alike(_words(one), _words(other))


def _words(name: str) -> list[str]:
    """Return the words of a name, in the singular."""
    text = _PLURAL.sub("", normalise(name).text)
    return [word for word in _BETWEEN.split(text) if word]


def _are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each word is nearly that in its place; words that are parted otherwise have none."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (loaded when names differ)

    if len(one) != len(other):
        return True
    return all(fuzz.ratio(*pair) >= NEAREST for pair in zip(one, other, strict=True))


def _is_within(short: str, long: str) -> bool:
    """Whether a text is left of another when characters are struck out."""
    rest = iter(long)
    return all(character in rest for character in short)
