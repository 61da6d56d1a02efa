"""Texts in, themes out: what customers write about where nobody has named the topics yet."""

from vocvalue import checks
from vocvalue.results import Note
from vocvalue.results.numerals import counted, percent
from vocvalue.signals.finding.read import LANGUAGES, Lexicons, the_lexicons
from vocvalue.signals.matching.clauses import clauses
from vocvalue.signals.matching.normal import BROKEN, LONGEST_TEXT, Normalised, normalise_all
from vocvalue.signals.matching.polarity import LexiconPolarity
from vocvalue.signals.reading import TextCounts, of_customers, opened, seller_roles, sellers_note
from vocvalue.signals.theme_search.gathered import GatheredClauses
from vocvalue.signals.theme_search.measure import find_themes
from vocvalue.signals.theme_search.result import About, Themes
from vocvalue.tables.engine_errors import translated


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
    read = the_lexicons(lexicons)
    words = LexiconPolarity([lexicon.polarity for lexicon in read])
    roles = seller_roles(read)
    counts, gathered, n_sellers, n_with_clause = TextCounts(), GatheredClauses(), 0, 0
    for batch in log.batches():
        counts.add(batch)
        texts, n = of_customers(batch, roles)
        n_sellers += n
        for normal in normalise_all([text[:LONGEST_TEXT] for text in texts]):
            counts.broken += BROKEN in normal.text
            looked_at = _looked_at(normal, polarity, words)
            n_with_clause += bool(looked_at)
            gathered.add(normal.text, normal.original, looked_at)
    held, n_covered, converged = find_themes(
        gathered, n_themes, n_words=n_words, resamples=resamples, seed=seed
    )
    source = () if log.source is None else log.source.notes
    return Themes(
        themes=held,
        polarity=polarity,
        n_texts=counts.texts - n_sellers,
        n_with_clause=sum(gathered.n.values()),
        n_clauses=gathered.n_kept,
        n_covered=n_covered,
        notes=(
            *source,
            *counts.notes(log),
            *sellers_note(n_sellers),
            *_repeated(sum(gathered.n.values()) - len(gathered.n)),
            *_merged(n_themes - len(held)),
            *_sampled(gathered, n_with_clause),
            *_unfinished(converged=converged),
        ),
    )


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
    kept = sum(gathered.n.values())
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
