"""What is asked of an export: the questions that are scores, texts and choices, by survey."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vocvalue.errors import DataError, ParameterError
from vocvalue.tables.exports.sheet import Heading, Sheet
from vocvalue.tables.score_texts import Labels, check_labels

GROUP_COLUMN = "_NPS_GROUP"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question that was asked for.

    Attributes:
        name: What the caller calls it.
        survey: The survey that its answers belong to.
        headings: Its column, or the columns of its choices.
        labels: What its texts stand for, where it is a score.
    """

    name: str
    survey: str
    headings: tuple[Heading, ...]
    labels: Labels | None = None

    @property
    def heading(self) -> Heading:
        """The question's only column."""
        return self.headings[0]


@dataclass(frozen=True, kw_only=True)
class Questions:
    """The questions that were asked for.

    Attributes:
        scores: Those answered by a score.
        texts: Those answered in words; one a survey.
        choices: Those answered by one or several choices.
    """

    scores: tuple[Question, ...] = field(default=())
    texts: tuple[Question, ...] = field(default=())
    choices: tuple[Question, ...] = field(default=())

    @property
    def wordings(self) -> dict[str, str]:
        """The wording of each question by its name."""
        every = (*self.scores, *self.texts, *self.choices)
        return {it.name: it.heading.group or it.heading.wording for it in every}

    @property
    def surveys(self) -> list[str]:
        """The surveys that the answers belong to, in the order that they were named."""
        every = (*self.scores, *self.texts, *self.choices)
        return list(dict.fromkeys(it.survey for it in every))


def questions_of(
    sheet: Sheet,
    *,
    scores: Mapping[str, str] | None,
    texts: Mapping[str, str] | None,
    choices: Mapping[str, str] | None,
    labels: Labels | Mapping[str, Labels] | None,
) -> Questions:
    """Find the questions that were asked for.

    Raises:
        DataError: A question is not there, or two columns are called so.
        ParameterError: No question, one question twice, or two texts of one survey.
    """
    every = [_named(it, name) for name, it in (("scores", scores), ("texts", texts))]
    every.append(_named(choices, "choices"))
    if not any(every):
        names = [it.name for it in sheet.headings if it.name]
        shown = ", ".join(map(repr, names[-12:]))
        raise ParameterError(
            "no question is named: pass scores={'the question': 'nps'}, or texts= or choices= in "
            f"the same way. The last columns of {sheet.file!r} are {shown}."
        )
    by_question = _labels_by_question(labels, every[0])
    made = Questions(
        scores=tuple(
            Question(
                name=name,
                survey=survey,
                headings=(_score_column(sheet, name),),
                labels=by_question.get(name),
            )
            for name, survey in every[0].items()
        ),
        texts=tuple(
            Question(name=name, survey=survey, headings=(sheet.heading(name),))
            for name, survey in every[1].items()
        ),
        choices=tuple(
            Question(name=name, survey=survey, headings=sheet.choices(name))
            for name, survey in every[2].items()
        ),
    )
    _check_apart(made)
    return made


def _named(questions: Mapping[str, str] | None, argument: str) -> Mapping[str, str]:
    if questions is None:
        return {}
    if not isinstance(questions, Mapping):
        raise ParameterError(
            f"{argument} == {questions!r}, must map questions to the survey that they belong to, "
            f"such as {argument}={{'Q1': 'nps'}}."
        )
    for name, survey in questions.items():
        for text in (name, survey):
            if not isinstance(text, str) or not text.strip():
                raise ParameterError(f"{argument} holds {text!r}, must be a name.")
    return questions


def _score_column(sheet: Sheet, name: str) -> Heading:
    heading = sheet.heading(name)
    if heading.name.endswith(GROUP_COLUMN):
        raise DataError(
            f"column {heading.name!r} holds the group (detractor, passive, promoter) and not the "
            f"score; name {heading.name.removesuffix(GROUP_COLUMN)!r}."
        )
    return heading


def _labels_by_question(
    labels: Labels | Mapping[str, Labels] | None, scores: Mapping[str, str]
) -> Mapping[str, Labels]:
    """Return the labels of each score question: its own, or the same for all."""
    if labels is None:
        return {}
    if not scores:
        raise ParameterError("score_labels is stated, but no question is named in scores=.")
    own = isinstance(labels, Mapping) and any(
        isinstance(value, str | Mapping) for value in labels.values()
    )
    if not own:
        check_labels(labels)  # type: ignore[arg-type]
        return dict.fromkeys(scores, labels)  # type: ignore[arg-type]
    unknown = [name for name in labels if name not in scores]
    if unknown:
        raise ParameterError(
            f"score_labels names {', '.join(map(repr, unknown))}, which scores= does not; it names "
            f"{', '.join(map(repr, scores))}."
        )
    for each in labels.values():  # type: ignore[union-attr]
        check_labels(each)  # type: ignore[arg-type]
    return labels  # type: ignore[return-value]


def _check_apart(questions: Questions) -> None:
    """Refuse one column asked for twice, and two texts that would stand in one cell."""
    places: dict[int, str] = {}
    for question in (*questions.scores, *questions.texts, *questions.choices):
        for heading in question.headings:
            if heading.position in places:
                raise ParameterError(
                    f"column {heading.name!r} is asked for twice, as "
                    f"{places[heading.position]!r} and as {question.name!r}."
                )
            places[heading.position] = question.name
    texts = [it.survey for it in questions.texts]
    twice = next((survey for survey in texts if texts.count(survey) > 1), None)
    if twice is not None:
        raise ParameterError(
            f"texts names two questions for the survey {twice!r}, but a row holds one text. "
            "Give one of them a survey of its own, such as 'other comments'."
        )
    both = {it.survey for it in questions.choices} & {
        *texts,
        *(it.survey for it in questions.scores),
    }
    if both:
        raise ParameterError(
            f"choices names the survey {min(both)!r}, which already has a score or a text. "
            "Give the choices a survey of their own, such as 'reasons'."
        )
