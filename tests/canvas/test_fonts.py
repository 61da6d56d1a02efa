"""Fonts are chosen by the characters that they have."""

import shutil
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.font_manager import FontEntry

from vocvalue import canvas
from vocvalue.canvas import fonts
from vocvalue.errors import FontWarning
from vocvalue.results.tongues import CHINESE

OWN = Path(mpl.get_data_path()) / "fonts"
DEJAVU_SERIF = str(OWN / "ttf" / "DejaVuSerif.ttf")
KANA, HAN = "かな", "流失率实际万元年月客户人均"


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Give a machine the fonts that matplotlib brings, and others of so many characters."""
    letters_of = fonts.letters_of

    def installed(listed=None, unlisted=()):
        others = {}
        for name, has in (listed or {}).items():
            path = shutil.copy(OWN / "ttf" / "DejaVuSans.ttf", tmp_path / f"{name}.ttf")
            others[str(path)] = (name, has)

        def letters(path, wanted):
            if path not in others:
                return letters_of(path, wanted)
            return wanted & frozenset(others[path][1])

        own = [font for font in font_manager.fontManager.ttflist if str(OWN) in str(font.fname)]
        entries = [FontEntry(fname=path, name=name) for path, (name, _) in others.items()]
        monkeypatch.setattr(font_manager.fontManager, "ttflist", [*own, *entries])
        monkeypatch.setattr(font_manager, "findSystemFonts", lambda **_: list(unlisted))
        monkeypatch.setattr(fonts, "letters_of", letters)
        fonts.forget()

    yield installed
    monkeypatch.undo()
    fonts.forget()


def test_the_one_registered_face_of_a_collection_is_enough(machine):
    machine({"Noto Sans CJK JP": HAN + KANA})
    assert fonts.families("流失率") == [*mpl.rcParams["font.family"], "Noto Sans CJK JP"]


def test_a_font_without_the_characters_is_not_taken_for_its_name(machine):
    machine({"SimHei": "", "Something Else": HAN})
    assert fonts.families("流失率")[-1] == "Something Else"


def test_what_the_usual_font_has_needs_no_other(machine):
    machine({"Noto Sans CJK SC": HAN})
    assert fonts.families("Größe, £5 → 70.0%") == mpl.rcParams["font.family"]


def test_scripts_of_several_fonts_take_several(machine):
    machine({"Noto Sans CJK SC": HAN, "Kana": KANA})
    assert fonts.families("流失率 かな")[-2:] == ["Noto Sans CJK SC", "Kana"]


def test_a_font_made_for_chinese_is_preferred(machine):
    machine({"A Mono": HAN, "Noto Sans CJK JP": HAN, "Noto Sans CJK SC": HAN})
    assert fonts.families("流失率")[-1] == "Noto Sans CJK SC"


def test_a_font_installed_since_matplotlib_looked_is_found(machine, monkeypatch):
    machine(unlisted=[DEJAVU_SERIF, "/fonts/broken.ttf"])
    manager = font_manager.fontManager
    others = [font for font in manager.ttflist if font.fname != DEJAVU_SERIF]
    monkeypatch.setattr(manager, "ttflist", others)
    letters_of = fonts.letters_of

    def serif_has_all(path, wanted):
        return wanted if path == DEJAVU_SERIF else letters_of(path, wanted)

    monkeypatch.setattr(fonts, "letters_of", serif_has_all)
    fonts.forget()
    assert fonts.families("流失率")[-1] == "DejaVu Serif"


def chinese_picture():
    ax = canvas.axes()
    ax.bar([0, 1], [3e5, 9e5], label="实际")
    ax.set_xticks([0, 1], ["客户", "n"])
    ax.set_xlabel("客户")
    ax.annotate("客户", xy=(0, 0))
    ax.legend()
    image = ax.scatter([0, 1], [1, 2], c=[1.0, 2.0])
    ax.figure.colorbar(image, ax=ax).set_label("流失率")
    ax.inset_axes((0, 0, 0.2, 0.2)).set_ylabel("客户")
    canvas.amounts(ax.yaxis, CHINESE, "CNY")
    canvas.key(ax, {"实际": canvas.ACTUAL}, side="left")
    canvas.title(ax, "人均流失率 $1 与 $2")
    return ax


def test_every_text_gets_a_font_with_its_characters(machine):
    machine({"Noto Sans CJK JP": HAN + "与"})
    ax = chinese_picture()
    # Marks are made anew when the limits change.
    ax.set_ylim(0, 5e6)
    texts = [text for text in ax.figure.findobj(mpl.text.Text) if text.get_text()]
    texts += [*ax.get_yticklabels(), *ax.get_xticklabels()]
    chinese = [text for text in texts if not text.get_text().isascii()]
    assert len(chinese) > 12
    for text in chinese:
        assert "Noto Sans CJK JP" in text.get_fontfamily(), text


def draw_twice():
    ax = chinese_picture()
    ax.figure.canvas.draw()
    ax.set_ylim(0, 5e6)
    ax.figure.canvas.draw()


def test_without_a_font_there_is_one_warning_and_boxes(machine):
    machine()
    with pytest.warns(FontWarning, match=r"characters .*apt-get install fonts-noto-cjk") as given:
        draw_twice()
    assert len(given) == 1
    assert "流" in str(given[0].message)


def test_dollars_are_money_and_not_a_formula(machine):
    machine({"Noto Sans CJK JP": HAN + "与"})
    ax = chinese_picture()
    assert not ax._left_title.get_parse_math()
