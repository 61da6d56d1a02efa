"""What customers name, linked to a catalogue: names that are one, and names that only look alike.

The pairs are written by hand. A threshold separates them only together with the letters that must
agree: of names that are others, some are as alike as names that are one.
"""

import pandas as pd
import pytest
from rapidfuzz import fuzz

import vocvalue as vv
from vocvalue.errors import DataError
from vocvalue.signals.lead_list.catalogue import LETTERS, NEAREST, may_be_slip, open_shelf, spelling

ONE_NAME = [
    # a letter that is missing, doubled, swapped for another
    ("cartridge", "catridge"),
    ("shampoo", "shamppoo"),
    ("conditioner", "condtioner"),
    ("hair dryer", "hairdrier"),
    ("moisturizer", "moisturiser"),
    ("humidifier", "humidifer"),
    ("vacuum cleaner", "vacuum cleanner"),
    # a character that is missing
    ("空气净化器", "空净化器"),
    ("电动牙刷替换头", "电动牙刷替头"),
    ("无线蓝牙耳机", "无线牙耳机"),
]
OTHER_NAMES = [
    # as alike as names that are one, or more
    ("day cream", "face cream"),
    ("night cream", "light cream"),
    ("water filter", "water filler"),
    ("plan", "plane"),
    ("cap", "cape"),
    ("洗衣机槽专用清洁剂", "洗碗机槽专用清洁剂"),
    ("扫地机器人", "拖地机器人"),
    ("无糖坚果礼盒", "含糖坚果礼盒"),
    ("不含糖酸奶", "含糖酸奶"),
    # an accessory is another product than what it belongs to
    ("电动牙刷", "电动牙刷头"),
    ("蓝牙耳机", "蓝牙耳机盒"),
    ("phone", "phone case"),
    # another kind of one thing
    ("儿童牙膏", "儿童牙刷"),
    ("电饭煲", "电饭锅"),
    ("hand cream", "hair cream"),
    # another model
    ("净水器专用滤芯A1", "净水器专用滤芯B1"),
    ("净水器专用滤芯A1", "净水器专用滤芯A2"),
    ("water filter 10 L", "water filter 20 L"),
    ("running shoes XL", "running shoes XS"),
]


def shop(*names, **columns):
    return open_shelf(pd.DataFrame({"name": list(names), **columns}))


def linked(shelf, product):
    return shelf.link([product]).links.get(product)


@pytest.mark.parametrize(("name", "written"), ONE_NAME)
def test_a_slip_is_linked(name, written):
    link = linked(shop(name, "something else"), written)
    assert (link.place, link.how) == (0, "fuzzy")
    assert NEAREST / 100 <= link.score < 1


@pytest.mark.parametrize(("name", "written"), OTHER_NAMES)
def test_another_name_is_not_linked(name, written):
    assert linked(shop(name), written) is None
    assert linked(shop(written), name) is None


def test_neither_the_threshold_nor_the_letters_would_do_alone():
    def alike(pair):
        return fuzz.ratio(spelling(pair[0]), spelling(pair[1]))

    def is_slip(pair):
        return may_be_slip(*pair)

    assert min(map(alike, ONE_NAME)) >= NEAREST
    assert max(map(alike, OTHER_NAMES)) > min(map(alike, ONE_NAME))
    assert all(map(is_slip, ONE_NAME))
    assert any(map(is_slip, OTHER_NAMES))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Air Filter", "air-filters"),
        ("滤芯", "濾芯"),
        ("净水器 滤芯", "净水器滤芯"),
        ("ＰＲＯ版", "pro版"),
        ("iPhone 15", "iphone15"),
        ("glass", "glass"),
    ],
)
def test_case_width_blanks_plural_and_traditional_characters_make_no_difference(name, written):
    link = linked(shop(name), written)
    assert (link.how, link.score) == ("exact", 1.0)


def test_an_alias_is_found_exactly_and_nearly():
    shelf = shop("滤芯", "水杯", aliases=["filter|cartridge", "mug；保温杯"])
    ways = {words: linked(shelf, words) for words in ("Filters", "catridge", "保温杯", "mug")}
    assert {words: (it.place, it.how) for words, it in ways.items()} == {
        "Filters": (0, "alias"),
        "catridge": (0, "fuzzy"),
        "保温杯": (1, "alias"),
        "mug": (1, "alias"),
    }


def test_what_is_as_near_to_two_is_linked_to_none_and_counted(signals):
    names = ["Solarix", "Solarax"]
    found = shop(*names).link(["solarx"])
    assert not found.links
    assert found.tied == {"solarx"}
    asked = [{"customer_id": 1, "kind": "cross_sell", "channel": "chat", "product": "solarx"}]
    leads = vv.signals.leads(signals(asked), products=pd.DataFrame({"name": names}))
    assert any(note.count == 1 and "to one" in note.en for note in leads.notes)


def test_two_names_of_one_product_are_no_tie():
    assert linked(shop("Solarix", aliases=["Solarax"]), "solarx").place == 0


def test_short_words_are_one_letter_from_others():
    assert may_be_slip("a" * LETTERS, "a" * (LETTERS + 1))
    assert not may_be_slip("card", "caard")


@pytest.mark.parametrize(
    "table",
    [
        {"name": ["Filter", "mug", "filters"]},
        {"name": ["滤芯", "水杯"], "aliases": ["", "濾芯"]},
        {"name": ["滤芯", "水杯"], "aliases": ["filter", "Filter、cup"]},
    ],
)
def test_two_products_of_one_name_are_refused_with_their_rows(table):
    with pytest.raises(DataError, match=r"of more than one product: '\w+' \(rows [0-9], [12]\)"):
        open_shelf(pd.DataFrame(table))


def test_an_alias_that_is_the_name_of_its_own_product_is_no_second():
    assert linked(shop("滤芯", aliases=["濾芯|滤芯"]), "滤芯").how == "exact"


def test_bigger_variants_that_are_not_in_the_catalogue_are_counted(signals):
    table = pd.DataFrame({"name": ["滤芯"], "upgrade": ["滤芯 Max"]})
    asked = [{"customer_id": 1, "kind": "upsell", "product": "滤芯"}]
    leads = vv.signals.leads(signals(asked), products=table)
    assert leads.n == 1
    assert any("bigger variant" in note.en and note.count == 1 for note in leads.notes)
