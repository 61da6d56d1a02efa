"""Texts in, themes out: what customers write about where nobody has named the topics yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vocvalue import checks, progress
from vocvalue.results import Note
from vocvalue.results.numerals import counted, percent
from vocvalue.results.texts import pair
from vocvalue.signals.finding.read import LANGUAGES, Lexicons, the_lexicons
from vocvalue.signals.matching.clauses import clauses
from vocvalue.signals.matching.lexicon import Lexicon
from vocvalue.signals.matching.normal import BROKEN, LONGEST_TEXT, Normalised, normalise_all
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.reading import TextCounts, of_customers, opened, seller_roles, sellers_note
from vocvalue.signals.theme_search.gathered import GatheredClauses
from vocvalue.signals.theme_search.measure import find_themes
from vocvalue.signals.theme_search.result import About, Themes
from vocvalue.tables.comments import CommentLog
from vocvalue.tables.engine_errors import translated


@progress.step(pair("looking for themes", "发现主题"))
@translated
def themes(
    comments: object,
    *,
    n_themes: int = 12,
    polarity: About = "complaint",
    n_words: int = 8,
    resamples: int = 5,
    seed: int = 0,
    lexicons: Lexicons = LANGUAGES,
    customer_id: str = "customer_id",
    timestamp: str = "timestamp",
    text: str = "text",
    channel: str | None = None,
    role: str | None = None,
    timezone: str | None = None,
    timestamp_format: str | None = None,
) -> Themes:
    """Propose topics: group the clauses of texts by the words that they share.

    Clauses that complain are cut into pieces (two to four Chinese characters, one or two English
    words), and the table of clauses and pieces is factorised. Themes whose clauses come from the
    same texts are put together, so there may be fewer than asked for. A clause without weight in
    any theme belongs to none. Rows in another order give the same themes. It needs scikit-learn:
    `pip install 'vocvalue[ml]'`.

    Args:
        comments: One row per text: a frame, a path, a `Comments`; or a list or column of texts.
        n_themes: How many themes at most.
        polarity: "complaint" for clauses with more words of complaint than of praise, or "all".
        n_words: How many words of each theme are told at most.
        resamples: How often the themes are looked for again with a fifth of the texts left out.
        seed: The seed of these.
        lexicons: Whose words praise and complain, as in `signals.find`.
        customer_id: Column with the customer ids, if there is one.
        timestamp: Column of the time, if there is one.
        text: Column of the text.
        channel: Column of where it was written, if there is one.
        role: Column of who wrote it; by default "role", if there is one. What "seller" wrote is
            not read.
        timezone: The time zone whose wall-clock time counts, for times that carry a zone.
        timestamp_format: How text is parsed as times; ISO by default.

    Returns:
        The themes with their words, sizes, stability and examples.

    Raises:
        DataError: A column is missing or cannot be read, or there are too few texts.
        MissingDependencyError: scikit-learn is not installed.
        ParameterError: A number is out of its range.

    References:
        Lee and Seung (1999), Learning the parts of objects by non-negative matrix factorization,
        Nature 401.

    Examples:
        >>> import vocvalue as vv
        >>> slow = [f"{what} is very slow" for what in ("delivery", "support", "checkout")]
        >>> cold = [f"{what} was cold and bad" for what in ("soup", "pizza", "coffee")]
        >>> found = vv.signals.themes((slow + cold) * 20, n_themes=2, resamples=1)
        >>> sorted(theme.n_texts for theme in found.themes)
        [60, 60]
    """
    n_themes = checks.whole("n_themes", n_themes, least=2)
    n_words = checks.whole("n_words", n_words, least=1)
    resamples = checks.whole("resamples", resamples, least=1)
    checks.one_of("polarity", polarity, ("complaint", "all"))
    log = opened(
        comments,
        customer_id=customer_id,
        timestamp=timestamp,
        text=text,
        channel=channel,
        role=role,
        score=None,
        timezone=timezone,
        timestamp_format=timestamp_format,
    )
    read = _read(log, the_lexicons(lexicons), polarity)
    held, n_covered, converged = find_themes(
        read.gathered, n_themes, n_words=n_words, resamples=resamples, seed=seed
    )
    return Themes(
        themes=held,
        polarity=polarity,
        n_texts=read.texts - read.sellers,
        n_with_clause=read.gathered.n_texts,
        n_clauses=read.gathered.n_kept,
        n_covered=n_covered,
        notes=(
            *(() if log.source is None else log.source.notes),
            *read.notes(log),
            *sellers_note(read.sellers),
            *_repeated(read.gathered.n_texts - len(read.gathered.n)),
            *_merged(n_themes - len(held)),
            *_sampled(read.gathered, read.with_clause),
            *_unfinished(converged=converged),
        ),
    )


@dataclass(kw_only=True)
class _ReadClauses(TextCounts):
    """The clauses to look at, and how many texts they come from."""

    gathered: GatheredClauses = field(default_factory=GatheredClauses)
    sellers: int = 0
    with_clause: int = 0


def _read(log: CommentLog, lexicons: Sequence[Lexicon], polarity: About) -> _ReadClauses:
    words = LexiconPolarity([lexicon.polarity for lexicon in lexicons])
    roles = seller_roles(lexicons)
    read = _ReadClauses()
    with log.batches() as batches:
        for batch in batches:
            read.add(batch)
            texts, n_sellers = of_customers(batch, roles)
            read.sellers += n_sellers
            for text in normalise_all([text[:LONGEST_TEXT] for text in texts]):
                looked_at = _looked_at(text, polarity, words)
                read.broken += BROKEN in text.text
                read.with_clause += bool(looked_at)
                read.gathered.add(text.text, text.original, looked_at)
    return read


def _looked_at(text: Normalised, polarity: About, words: LexiconPolarity) -> list[str]:
    parts = [text.text[part.start : part.end] for part in clauses(text.text)]
    return parts if polarity == "all" else [it for it in parts if (words.of_words(it) or 0) < 0]


def _repeated(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "Word-for-word repeats of another text: {n}. Each counts.",
        "有 {n} 条文本与其他文本逐字相同，各计一次。",
        bears_on="reading",
    )


def _merged(n: int) -> tuple[Note, ...]:
    return Note.counted(
        n,
        "{themes} put together with others, whose clauses come from the same texts.",
        "{themes}与其他主题的分句来自相同文本，已合并。",
        themes=counted(n, "theme"),
        bears_on="reading",
    )


def _sampled(gathered: GatheredClauses, n_with_clause: int) -> tuple[Note, ...]:
    kept = gathered.n_texts
    if kept == n_with_clause:
        return ()
    return Note.counted(
        n_with_clause - kept,
        "{texts} not looked at: themes are found in {share} of the texts, at most {most} clauses.",
        "{texts}未参与分析：主题从 {share} 的文本中提取，最多 {most} 个分句。",
        texts=counted(n_with_clause - kept, "text"),
        share=percent(kept / n_with_clause),
        most=gathered.most,
        bears_on="reading",
    )


def _unfinished(*, converged: bool) -> tuple[Note, ...]:
    if converged:
        return ()
    return (
        Note.of(
            "The search for themes was stopped before it settled: small themes may still change.",
            "主题搜索在收敛前停止：较小的主题可能仍会变化。",
            bears_on="reading",
        ),
    )
