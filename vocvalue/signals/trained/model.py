"""What a model of signals is asked and what it answers: a classifier, a transformer, an LLM."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast

from vocvalue.errors import ParameterError


@dataclass(frozen=True, slots=True, kw_only=True)
class TextItem:
    """One text that a model is asked about.

    The text is data. Whoever builds a prompt of it sets it apart from the instructions, as a
    customer may write what looks like one.

    Attributes:
        id: What the answer is known by.
        text: The text, as the customer wrote it.
        language: "zh" where Chinese characters are a good part of it, else "en".
        channel: Where it was written, such as "chat"; None where not known.
        role: Who wrote it, such as "customer"; None where not known.

    Examples:
        >>> TextItem(id="0", text="下次还会买", language="zh").channel is None
        True
    """

    id: str
    text: str
    language: str
    channel: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSignal:
    """One signal as a model reports it, before it is held against the text.

    Attributes:
        kind: "repurchase", "upsell" or "cross_sell".
        status: "positive", "conditional", "negative", "past" or "switch".
        quote: The words of the text that say so, verbatim.
        start: Where they begin, where the model knows; of several places the nearest counts.
        product: The product that is named, verbatim and within the quote.
        confidence: How sure the model is, from 0 to 1.
        condition: The words of the condition, verbatim, of a conditional signal.
        rule: What led to it; by default the model's name and version.
        modifiers: Ids of the modifiers that applied, where rules are behind it.
        sarcasm: Whether the sentence looks sarcastic.

    Examples:
        >>> RawSignal(kind="upsell", status="positive", quote="more seats").start is None
        True
    """

    kind: str
    status: str
    quote: str
    start: int | None = None
    product: str | None = None
    confidence: float | None = None
    condition: str | None = None
    rule: str | None = None
    modifiers: tuple[str, ...] = ()
    sarcasm: bool = False


Answered: TypeAlias = Sequence[RawSignal | Mapping[str, Any]]
"""What a model reports of one text: signals, or dictionaries of the same names."""
Answers: TypeAlias = Sequence[Answered] | Mapping[str, Answered]
"""What it reports of a batch: one entry per text in their order, or by their ids."""


class SignalModel(Protocol):
    """What `signals.find` asks of a model: a name, a version, and the signals of a batch of texts.

    Attributes:
        name: What the model is called.
        version: Which one it is: another version is asked anew where answers are kept.

    Examples:
        >>> import vocvalue as vv
        >>> class Words:
        ...     name, version = "words", "1"
        ...
        ...     def predict(self, batch):
        ...         raw = vv.signals.RawSignal(
        ...             kind="repurchase", status="positive", quote="buy again"
        ...         )
        ...         return {item.id: [raw] if raw.quote in item.text else [] for item in batch}
        >>> found = vv.signals.find(["I will buy again!", "Nice."], model=Words())
        >>> found.to_frame()[["row", "kind", "words", "rule"]]
           row        kind      words     rule
        0    0  repurchase  buy again  words 1
    """

    @property
    def name(self) -> str:
        """What the model is called."""

    @property
    def version(self) -> str:
        """Which one it is."""

    def predict(self, batch: Sequence[TextItem]) -> Answers:
        """Return the signals of each text, in their order or by their ids.

        Args:
            batch: The texts.
        """


@dataclass(frozen=True, kw_only=True)
class FunctionModel:
    """A function from texts to signals as a model.

    Attributes:
        function: Takes a list of texts, returns for each a list of signals.
        name: What it is called.
        version: Which one it is: to be changed with the function where answers are kept.

    Examples:
        >>> import vocvalue as vv
        >>> def words(texts):
        ...     signal = {"kind": "repurchase", "status": "positive", "quote": "again"}
        ...     return [[signal] if "again" in text else [] for text in texts]
        >>> model = vv.signals.FunctionModel(function=words, name="words", version="2")
        >>> vv.signals.find(["I will buy again!", "Nice."], model=model).n
        1
    """

    function: Callable[[list[str]], Sequence[Answered]]
    name: str
    version: str

    def predict(self, batch: Sequence[TextItem]) -> Sequence[Answered]:
        """Return the signals of each text, in their order.

        Args:
            batch: The texts.
        """
        return self.function([item.text for item in batch])


Model: TypeAlias = SignalModel | Callable[[list[str]], Sequence[Answered]]
UNSTATED = "unstated"


def as_model(model: Model) -> SignalModel:
    """Return a model, a plain function as one whose version is not stated.

    Args:
        model: A model, or a function from texts to signals.

    Raises:
        ParameterError: It is neither, or has no name or version.

    Examples:
        >>> as_model(lambda texts: [[] for _ in texts]).version
        'unstated'
    """
    if hasattr(model, "predict"):
        for part in ("name", "version"):
            value = getattr(model, part, None)
            if not isinstance(value, str) or not value:
                raise ParameterError(f"model.{part} == {value!r}, must be a text.")
        return cast("SignalModel", model)
    if not callable(model):
        raise ParameterError(
            f"model is of type {type(model).__name__}, must be a function from a list of texts to "
            "a list of signals for each, or have a name, a version and predict(batch)."
        )
    name = getattr(model, "__name__", type(model).__name__)
    return FunctionModel(function=model, name=str(name), version=UNSTATED)


def language_of(text: str) -> str:
    """Return "zh" where a fifth of the letters are Chinese, else "en".

    Args:
        text: Any text.

    Examples:
        >>> [language_of(text) for text in ("用 iPhone 拍照很好", "I like 小米 phones", "👍")]
        ['zh', 'en', 'en']
    """
    letters = [letter for letter in text if letter.isalpha()]
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in letters)
    return "zh" if chinese and 5 * chinese >= len(letters) else "en"
