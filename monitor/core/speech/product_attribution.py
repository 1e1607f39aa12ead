"""Who vouches for a product: a text tells that a firm brings it out, and what it is, has and costs is then the firm's
word ("Vanto unveiled its new laptop. The basic model starts at $799").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords, compile_cue_words, is_mark
from monitor.core.speech.discourse import DiscourseModel, Source
from monitor.core.speech.noun_phrases import subject_after, subject_before
from monitor.core.speech.reporting_clauses import read_group
from monitor.core.speech.source_reader import SourceReader
from monitor.core.speech.speaker_words import is_name_like
from monitor.model import EventRole, Mention, MentionKind, Reason, Stance
from monitor.model.valueclasses import replace

_LEAD = 4  # sentences of a field in which a product is brought out
_OPENING = 2  # tokens in which "it" opens a sentence
_OBJECT = 12  # tokens behind the verb
_AGENT = 4  # tokens between the verb and "by"
_FEATURES = frozenset(("money", "data", "power", "mass", "length", "volume", "duration", "share", "ratio", "speed"))
_FIRM_RULES = frozenset(("acronym or body", "body", "single name"))


@dataclass(frozen=True, slots=True, eq=False)
class ProductWords:
    """The lists of products.toml, under their own names."""

    verbs: frozenset[str]
    split: dict[str, str]
    novelties: frozenset[str]
    products: frozenset[str]
    parts: frozenset[str]
    trade: frozenset[str]


@dataclass(frozen=True, slots=True)
class Launch:
    """A firm that brings out a product: its name, where the text names it, and the words of the product's name."""

    maker: str
    start: int
    end: int
    names: frozenset[str]


@cache
def compile_product_words(language: Language) -> ProductWords:
    """Return the words of products in `language`."""
    table = language.tables["products"]
    lists = {name: frozenset(table[name]) for name in ("novelties", "products", "parts", "trade")}
    verbs = frozenset(form for entry in table["verbs"] for form in entry.split())
    return ProductWords(verbs=verbs, split=dict(table["split"]), **lists)


def find_launch(sentences: Sequence[Sentence], places: frozenset[tuple[int, int]], language: Language) -> Launch | None:
    """Return the product that a firm brings out in the first sentences, and the firm; `places` as `place_ends` gives
    them.
    """
    words, cues = compile_product_words(language), compile_cue_words(language)
    reader: SourceReader | None = None
    for position, sentence in enumerate(sentences[:_LEAD]):
        for verb, low in enumerate(sentence.lowers):
            is_split = low in words.split and words.split[low] in sentence.lowers[verb:]
            if low not in words.verbs and not is_split:
                continue
            reader = reader or SourceReader(cues.speakers, DiscourseModel(sentences, cues.speakers), places)
            launch = _launch_at(position, sentence, verb, reader, words, cues)
            if launch is not None:
                return launch
    return None


def vouch_for_products(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], launch: Launch, language: Language
) -> list[Mention]:
    """Return the mentions of one field in their order, the features of the product with its maker as their source.

    A figure that has a source, or is of trade, keeps what it has.
    """
    words, pronouns = compile_product_words(language), compile_cue_words(language).speakers.pronouns
    told: set[int] = set()  # where the tokens of those sentences begin
    goes_on = False
    for sentence in sentences:
        is_open = not pronouns.isdisjoint(sentence.lowers[:_OPENING])
        goes_on = _tells_of_product(sentence, launch, words) or (goes_on and is_open)
        if goes_on and words.trade.isdisjoint(sentence.lowers):
            told.update(sentence.starts)
    return [
        _made(mention, launch) if mention.start in told and _is_feature(mention, words) else mention
        for mention in mentions
    ]


def _launch_at(
    position: int, sentence: Sentence, verb: int, reader: SourceReader, words: ProductWords, cues: CueWords
) -> Launch | None:
    group = read_group(sentence, verb, cues)
    if group.is_negated or group.is_modal:
        return None
    before = subject_before(sentence, group.start, cues.speakers)
    last = next((at for at in range(verb + 1, len(sentence.words)) if _ends_object(sentence, at)), len(sentence.words))
    if group.is_passive:
        agent = next(
            (at for at in range(verb + 1, min(last, verb + _AGENT)) if sentence.lowers[at] in cues.agent), None
        )
        firm = None if agent is None else subject_after(sentence, agent + 1, cues.speakers, with_apposition=False)
        thing = range(0 if before is None else before.first, group.start)
    else:
        firm, thing = before, range(verb + 1, min(last, verb + _OBJECT))
    source = None if firm is None else reader.read(position, sentence, firm)
    maker = None if source is None else _firm_of(source)
    if source is None or maker is None or not _is_product(sentence, thing, words):
        return None
    own = frozenset(maker.lower().split())
    names = (sentence.words[at] for at in thing if is_name_like(sentence.words[at]))
    return Launch(maker, source.start, source.end, frozenset(name for name in names if name.lower() not in own))


def _ends_object(sentence: Sentence, at: int) -> bool:
    return is_mark(sentence.words[at]) and sentence.words[at] not in ("-", "/", "&", '"', "“", "”")


def _firm_of(source: Source) -> str | None:
    """Return the firm that a source is or speaks for; a person alone is none."""
    if source.rule in _FIRM_RULES:
        return source.organisation or source.speaker
    named = source.organisation if source.speaker else None
    return named if named is not None and is_name_like(named) else None


def _is_product(sentence: Sentence, thing: range, words: ProductWords) -> bool:
    """Tell whether tokens name a product: a noun for one, a trade name, or a new thing with a name."""
    lowers = [sentence.lowers[at] for at in thing]
    if not words.products.isdisjoint(lowers) or any(_is_trade_name(sentence.words[at]) for at in thing):
        return True
    if words.novelties.isdisjoint(lowers) or sentence.is_heading or sentence.field == "title":
        return False
    names = [at for at in thing if is_name_like(sentence.words[at])]
    return bool(names) and sentence.lower_at(names[-1] + 1) in ("", ".", ",", "with", "at")


def _is_trade_name(word: str) -> bool:
    """Tell capitals inside a word from acronyms ("VantoBook", "eLuma")."""
    return word[:1].isalpha() and not word.isupper() and any(letter.isupper() for letter in word[2:])


def _tells_of_product(sentence: Sentence, launch: Launch, words: ProductWords) -> bool:
    is_named = not launch.names.isdisjoint(sentence.words)
    return is_named or not (words.products | words.parts).isdisjoint(sentence.lowers)


def _is_feature(mention: Mention, words: ProductWords) -> bool:
    is_open = mention.speaker is None and mention.organisation is None and mention.stance is Stance.ASSERTED
    is_own = mention.event is None or mention.event.role is EventRole.OWN
    is_measure = mention.unit_class in _FEATURES or (mention.unit or "").lower() in words.parts
    return mention.kind is MentionKind.QUANTITY and is_open and is_own and is_measure


def _made(mention: Mention, launch: Launch) -> Mention:
    return replace(
        mention,
        organisation=launch.maker,
        inherited=(*mention.inherited, "speaker"),
        reasons=(*mention.reasons, Reason("organisation", "maker of the product", launch.start, launch.end)),
    )
