"""The page as Chromium shows it: whole at any width, complete in itself, readable."""

from itertools import pairwise

import pytest
import report_pages
from browsing import WIDTHS, overflow, reading

from vocvalue.report.document import Paragraph
from vocvalue.report.formats.html import html

PAGES = ("en", "zh", "report-en", "report-zh")

# WCAG 2.2, contrast ratio and relative luminance, of every text to the ground behind it.
CONTRASTS = """() => {
  const linear = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
  const light = rgb => 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const found = parts(getComputedStyle(e).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const e of document.querySelectorAll('body *:not(svg *)')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.classList.contains('unseen')) continue;
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([e.tagName, e.textContent.slice(0, 30), ratio]);
  }
  return low;
}"""
UNDRAWN = """() => [...document.querySelectorAll('figure svg')].filter(svg => {
  const box = svg.getBoundingClientRect();
  return box.width < 200 || box.height < 100 || !svg.querySelector('path, use, image');
}).length"""
OUTSIDE = """() => [...document.querySelectorAll('figure svg text')].filter(text => {
  const box = text.getBoundingClientRect(), all = text.closest('svg').getBoundingClientRect();
  return box.left < all.left - 2 || box.right > all.right + 2;
}).map(text => text.textContent)"""
NAMELESS = """() => [...document.querySelectorAll('svg, .scroll, nav, section')].filter(e => {
  const named = e.getAttribute('aria-labelledby');
  const text = named ? document.getElementById(named)?.textContent : e.getAttribute('aria-label');
  return !(text || '').trim();
}).length"""
LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_a_page_is_whole_at_any_width(browser, pages, name, width, scheme):
    with reading(browser, pages[name], width=WIDTHS[width], scheme=scheme) as it:
        it.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert overflow(it.page) <= 0
        assert it.page.evaluate(UNDRAWN) == 0
        assert it.page.evaluate(OUTSIDE) == []
        assert it.page.evaluate(CONTRASTS) == []
        assert it.said == []
        assert it.requests == [pages[name].as_uri()]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_heard_and_walked_with_keys(browser, pages, name):
    with reading(browser, pages[name]) as it:
        levels = it.page.evaluate(LEVELS)
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert it.page.evaluate(NAMELESS) == 0
        assert it.page.evaluate("document.documentElement.lang").startswith(name[-2:])
        it.page.keyboard.press("Tab")
        assert it.page.evaluate("document.activeElement.className") == "skip"
        it.page.keyboard.press("Enter")
        assert it.page.evaluate("document.activeElement.id") == "content"
        header = it.page.locator("thead th").first
        assert header.get_attribute("scope") == "col"


def test_a_wide_table_scrolls_in_its_own_box_by_keys(browser, pages):
    with reading(browser, pages["en"], width=WIDTHS["phone"]) as it:
        it.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        box = it.page.locator(".scroll:has(table)").last
        assert box.evaluate("e => e.scrollWidth > e.clientWidth")
        box.focus()
        for _ in range(50):  # scrolling is smooth, and a machine may be busy
            it.page.keyboard.press("ArrowRight")
            it.page.wait_for_timeout(100)
            if box.evaluate("e => e.scrollLeft") > 0:
                return
        pytest.fail("the box does not scroll")


def test_on_paper_what_is_folded_is_open_and_all_is_dark_on_light(browser, pages):
    with reading(browser, pages["en"], media="print", scheme="dark") as it:
        folded = it.page.locator(".folded").first
        assert folded.evaluate("e => e.getBoundingClientRect().height") > 20
        assert it.page.evaluate(CONTRASTS) == []
        colour = it.page.locator("h1").evaluate("e => getComputedStyle(e).color")
        assert colour == "rgb(0, 0, 0)"


def test_charts_keep_their_chinese_as_text(browser, pages):
    with reading(browser, pages["zh"]) as it:
        written = it.page.locator("figure svg text").all_text_contents()
        assert any("实验组" in text for text in written)


def test_a_name_that_is_a_script_does_nothing(browser, tmp_path):
    evil = "<script>document.title = 'stolen'</script><img src=x onerror=\"document.title='x'\">"
    page = tmp_path / "evil.html"
    page.write_text(html(report_pages.of_blocks(Paragraph(evil), title="Mine")), encoding="utf-8")
    with reading(browser, page) as it:
        assert it.page.title() == "Mine"
        assert evil in it.page.locator("main").inner_text()
        assert it.requests == [page.as_uri()]
        assert it.said == []


def test_a_very_long_word_does_not_widen_a_phone(browser, tmp_path):
    page = tmp_path / "long.html"
    document = report_pages.of_blocks(Paragraph("x" * 300), title="y" * 200, heading="z" * 200)
    page.write_text(html(document), encoding="utf-8")
    with reading(browser, page, width=WIDTHS["phone"]) as it:
        assert overflow(it.page) <= 0
