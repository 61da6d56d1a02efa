"""What customers write about, in words."""

from vocvalue.results.dispatch import Row, rows, said
from vocvalue.results.intervals import row
from vocvalue.results.numerals import counted, number, percent, whole
from vocvalue.results.texts import Text, listed, named, pair, sentences
from vocvalue.signals.theme_search.result import NAMED_BY, Theme, Themes

MOST_ROWS = 12
"""How many themes the headlines name."""


@said.register
def _(themes: Themes) -> Text:
    return sentences(finding(themes), _largest(themes), _rest(themes))


@rows.register
def _(themes: Themes) -> list[Row]:
    return [
        Row(pair("texts read", "已读文本"), whole(themes.n_texts)),
        Row(clauses_looked_at(themes), whole(themes.n_clauses)),
        row(pair("clauses with a theme", "有主题的分句占比"), themes.coverage, percent),
        *(Row(named(theme.name), _size(themes, theme)) for theme in themes.themes[:MOST_ROWS]),
    ]


def clauses_looked_at(themes: Themes) -> Text:
    """Return what the clauses are that themes were looked for in."""
    if themes.polarity == "complaint":
        return pair("clauses that complain", "抱怨分句")
    return pair("clauses", "分句")


def finding(themes: Themes) -> Text:
    """Return how many themes there are, as a sentence."""
    if themes.polarity == "complaint":
        return pair(
            "{themes} in {clauses} that complain, of {texts}.",
            "{texts}中有 {clauses}表示抱怨，归为 {themes}。",
            themes=counted(len(themes.themes), "theme"),
            clauses=counted(themes.n_clauses, "clause"),
            texts=counted(themes.n_texts, "text"),
        )
    return pair(
        "{themes} in {clauses} of {texts}.",
        "{texts}的 {clauses}归为 {themes}。",
        themes=counted(len(themes.themes), "theme"),
        clauses=counted(themes.n_clauses, "clause"),
        texts=counted(themes.n_texts, "text"),
    )


def _largest(themes: Themes) -> Text:
    theme = themes.themes[0]
    return pair(
        "The largest is “{theme}”, in {texts} ({share}).",
        "最大的主题是“{theme}”，涉及 {texts}（{share}）。",
        theme=named(theme.name),
        texts=counted(theme.n_texts, "text"),
        share=percent(themes.share_of(theme).value),
    )


def _rest(themes: Themes) -> Text:
    return pair(
        "{share} of the clauses belong to no theme.",
        "{share} 的分句不属于任何主题。",
        share=percent(1 - themes.coverage.value),
    )


def _size(themes: Themes, theme: Theme) -> Text:
    stability = number(theme.stability, 2)
    size = pair(
        "{texts} ({share}), stability {stability}",
        "{texts}（{share}），稳定性 {stability}",
        texts=counted(theme.n_texts, "text"),
        share=percent(themes.share_of(theme).value),
        stability=stability,
    )
    others = theme.words[NAMED_BY : NAMED_BY + 3]
    if not others:
        return size
    return pair("{size}: also {words}", "{size}；另有：{words}", size=size, words=listed(others))
