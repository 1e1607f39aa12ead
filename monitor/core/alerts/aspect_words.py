"""What happens to the counted, as the desk reads it: for each aspect its words by certainty and kind, and how much it
matters.

These are words that the program writes, in English; the words that it reads live in `monitor/data/languages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.core.alerts.german_words import english_noun
from monitor.model import Aspect, Certainty, Mention, MentionKind, Modality, UnitClass

LAST = 5  # the weight of what harms nobody


@dataclass(frozen=True, slots=True)
class AspectWords:
    """The words of one aspect. `weight`: what an editor reads first has the lowest.

    said_by: parts of counted nouns that say it already, lower-cased: "17 deaths", never "17 deaths killed".
    scene: what a place has seen ("deaths in Van"); "" where the verb says it best ("sent to Kursk").
    """

    done: str
    planned: str
    possible: str
    preposition: str = "in"
    scene: str = ""
    short: str = ""  # in a headline, without its noun: "13 dead"
    feared: str = ""
    weight: int = LAST
    said_by: tuple[str, ...] = ()


def words_of(mention: Mention) -> AspectWords | None:
    """Return the words of the mention's aspect; `None` where nothing is said to happen, or the counted noun says it."""
    if not mention.aspect:
        return None
    if mention.unit_class == UnitClass.JOB and mention.aspect == Aspect.LAID_OFF:
        return None if _is_said(mention, _WORDS[Aspect.LAID_OFF]) else _JOBS
    if mention.aspect == Aspect.KILLED and mention.unit == "lives":
        return _LIVES
    words = _table(mention) or _plain(mention.aspect)
    return None if _is_said(mention, words) else words


def verb_of(mention: Mention) -> str:
    """Return what happens as a verb after its noun: "killed", "to be sent", "feared dead", "not arrived", or ""."""
    words = words_of(mention)
    if words is None:
        return ""
    verb = _verb(words, mention)
    return f"not {verb}" if mention.negated else verb


def short_verb_of(mention: Mention) -> str:
    """Return the verb for a headline, which needs no noun: "dead", "injured"; "" where the aspect has none, or nothing
    is plainly done.
    """
    words = words_of(mention)
    if words is None or mention.negated:
        return ""
    if mention.certainty is not None:
        return verb_of(mention) if words.short else ""
    return words.short if mention.modality is Modality.ACTUAL else ""


def preposition_of(mention: Mention) -> str:
    """Return the preposition between what happens and its place."""
    return (_table(mention) or _PLACED).preposition


def weight_of(mention: Mention) -> int:
    """Return how late an editor wants to read of it: deaths before the missing, the missing before the displaced, and
    all else after.
    """
    return (_table(mention) or _PLACED).weight


def _table(mention: Mention) -> AspectWords | None:
    aspect = Aspect.of(mention.aspect)
    return _WORDS.get(aspect) if aspect is not None else None


def _verb(words: AspectWords, mention: Mention) -> str:
    if mention.certainty is Certainty.FEARED:
        return words.feared or f"feared {words.done}"
    if mention.modality is not Modality.ACTUAL:
        return words.planned if mention.modality is Modality.PLANNED else words.possible
    if mention.certainty is Certainty.CONFIRMED and words.short:
        return f"confirmed {words.short}"
    return words.possible if mention.certainty is Certainty.SUSPECTED else words.done


def _is_said(mention: Mention, words: AspectWords) -> bool:
    unit = english_noun(mention.unit or "").lower()
    if mention.kind is not MentionKind.QUANTITY or mention.negated or not unit:
        return False
    return any(part in unit for part in words.said_by) or (
        mention.unit_class == UnitClass.CASUALTY and words.weight < _PLACED.weight and unit != "victims"
    )


def _plain(aspect: str) -> AspectWords:
    said = aspect.replace("_", " ")
    return AspectWords(said, f"to be {said}", f"possibly {said}")


_PLACED = AspectWords("", "", "")
_JOBS = AspectWords("cut", "to be cut", "may be cut", scene="job cuts")
_LIVES = AspectWords("lost", "to be lost", "possibly lost", weight=0, short="dead")
_WORDS: Mapping[Aspect, AspectWords] = MappingProxyType(
    {
        Aspect.KILLED: AspectWords(
            "killed",
            "to be killed",
            "possibly killed",
            scene="deaths",
            short="dead",
            feared="feared dead",
            weight=0,
            said_by=("dead", "bodies", "corpses"),
        ),
        Aspect.KILLED_OR_INJURED: AspectWords(
            "killed or injured",
            "to be killed or injured",
            "possibly killed or injured",
            scene="casualties",
            short="dead or injured",
            weight=1,
        ),
        Aspect.MISSING: AspectWords(
            "missing",
            "missing",
            "possibly missing",
            scene="people missing",
            short="missing",
            feared="feared missing",
            weight=1,
            said_by=("missing",),
        ),
        Aspect.TRAPPED: AspectWords(
            "trapped",
            "trapped",
            "possibly trapped",
            scene="people trapped",
            short="trapped",
            feared="feared trapped",
            weight=1,
            said_by=("trapped", "stranded"),
        ),
        Aspect.INJURED: AspectWords(
            "injured",
            "to be injured",
            "possibly injured",
            scene="injuries",
            short="injured",
            feared="feared injured",
            weight=2,
            said_by=("injured", "wounded"),
        ),
        Aspect.SHOT: AspectWords("shot", "to be shot", "possibly shot", scene="shots", short="shot", weight=2),
        Aspect.ATTACKED: AspectWords(
            "attacked", "to be attacked", "possibly attacked", scene="attack", weight=2, said_by=("attack",)
        ),
        Aspect.CAPTURED: AspectWords(
            "captured",
            "to be captured",
            "possibly captured",
            scene="captures",
            weight=3,
            said_by=("prisoner", "hostage", "captive"),
        ),
        Aspect.ARRESTED: AspectWords(
            "arrested",
            "to be arrested",
            "possibly arrested",
            scene="arrests",
            short="arrested",
            weight=3,
            said_by=("arrest", "detainee"),
        ),
        Aspect.RESCUED: AspectWords(
            "rescued",
            "to be rescued",
            "possibly rescued",
            scene="rescues",
            short="rescued",
            weight=3,
            said_by=("survivor",),
        ),
        Aspect.DISPLACED: AspectWords(
            "displaced",
            "to be displaced",
            "possibly displaced",
            scene="people displaced",
            short="displaced",
            weight=4,
            said_by=("displaced", "homeless", "refugee"),
        ),
        Aspect.EVACUATED: AspectWords(
            "evacuated",
            "to be evacuated",
            "possibly evacuated",
            scene="people evacuated",
            short="evacuated",
            weight=4,
            said_by=("evacuee", "evacuated"),
        ),
        Aspect.DESTROYED: AspectWords(
            "destroyed", "to be destroyed", "possibly destroyed", scene="destruction", said_by=("destroyed", "damaged")
        ),
        Aspect.FIGHTING: AspectWords("fighting", "to fight", "may be fighting", scene="fighting"),
        Aspect.LAID_OFF: AspectWords(
            "laid off",
            "to be laid off",
            "may be laid off",
            scene="job cuts",
            said_by=("layoff", "lay-off", "redundanc", "job cut"),
        ),
        Aspect.SENT: AspectWords("sent", "to be sent", "may be sent", "to"),
        Aspect.TRANSPORTED: AspectWords("taken", "to be taken", "may be taken", "to"),
        Aspect.ARRIVED: AspectWords("arrived", "to arrive", "may have arrived"),
        Aspect.DEPARTED: AspectWords("departed", "to depart", "may have departed", "from"),
        Aspect.TRAINING: AspectWords("training", "to train", "may be training", said_by=("train",)),
        Aspect.PRESENT: AspectWords("present", "to be present", "may be present"),
        Aspect.DEPLOYED: AspectWords("deployed", "to be deployed", "may be deployed"),
        Aspect.PLANNED: AspectWords("planned", "planned", "possible", "for"),
        Aspect.SUPPLIED: AspectWords("supplied", "to be supplied", "may be supplied", "to"),
        Aspect.EQUIPPED: AspectWords("equipped", "to be equipped", "may be equipped"),
        Aspect.FIRED: AspectWords("fired", "to be fired", "possibly fired", "at", scene="fire"),
        Aspect.RECOVERED: AspectWords("recovered", "to be recovered", "possibly recovered", said_by=("recovered",)),
        Aspect.LOST: AspectWords("lost", "to be lost", "possibly lost", scene="losses"),
    }
)
