"""The one bold line of an alert: which story, and its state in the fewest words: "Van earthquake: at least 13 dead, 60
injured".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.alerts.aspect_words import preposition_of, short_verb_of, verb_of, weight_of, words_of
from monitor.core.alerts.figure_words import figure, is_measured, names_whole, nation_of
from monitor.core.alerts.lines import change_of
from monitor.core.alerts.source_words import proper_name
from monitor.core.alerts.wording import place_phrase, scene_phrase, shortened, what_phrase, where_phrase
from monitor.model import Alert, AlertLine, Aspect, Fact, Mention, MentionKind, Outcome, Place

if TYPE_CHECKING:
    from monitor.core.facts.watchlist import Watchlist

_MOST_ITEMS = 3  # figures in one headline; more are counted
_LONGEST = 130  # characters with the subject, so that Slack's 150 hold the count of the rest as well
_JOINED = frozenset({Outcome.NEW, Outcome.UPDATE})
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_ARTICLE = re.compile(r"(?:The|An?|Der|Die|Das|Ein|Eine) (?=\S)")


@dataclass(frozen=True, slots=True)
class Subject:
    """Which story a headline is of, in words, "" where nothing names it; what it says, the state need not."""

    words: str
    place: Place | None = None

    def says(self, place: Place | None) -> bool:
        """Tell whether it names the place, with or without the word for what kind of place it is: "Asturias" of the
        Province of Asturias.
        """
        return place is not None and (
            (self.place is not None and self.place.id == place.id) or _names(self.words, proper_name(place.name))
        )


def headline_of(
    facts: Sequence[Fact], lines: Sequence[AlertLine], was: Mapping[str, Mention], watchlist: Watchlist
) -> tuple[str, frozenset[str]]:
    """Return the headline of an alert's facts, what matters most first, and the ids of the facts that it tells in full.

    `lines` are the facts' lines, `was` what they revise, by fact id.
    """
    subject = subject_of(facts, watchlist)
    told = _told(facts, subject)
    while True:
        items = [
            _item(fact, lines[facts.index(fact)], was.get(fact.id), subject, has_place=fact is told[-1])
            for fact in told
        ]
        if not subject.words and (heading := lines[facts.index(told[0])].heading):
            items[0] = f"{heading}:{items[0].removeprefix(heading)}"
        state = ("; " if any("," in item for item in items) else ", ").join(items)
        text = f"{subject.words}: {state}" if subject.words else state
        if len(told) == 1 or len(text) <= _LONGEST:
            return text, frozenset(fact.id for fact in told)
        told = told[:-1]


def subject_of(facts: Sequence[Fact], watchlist: Watchlist) -> Subject:
    """Return the story as the watchlist's title names it; for a topic ("Tolls of earthquakes") the firm, or the place
    and what happened there.

    That place is the event's, else that of the first fact, else the only one that the others name.
    """
    title = _ARTICLE.sub("", watchlist.title, count=1)
    if watchlist.story.where or _names_a_story(watchlist.title):
        return Subject(title[:1].upper() + title[1:])
    mention = facts[0].claim.mention
    if mention.actor and "actor" not in mention.inherited and mention.aspect == Aspect.LAID_OFF:
        return Subject(mention.actor)
    place, kind = _place_of(facts), _kind_of(watchlist)
    if place is None or not kind or not place.name[:1].isupper() or _is_said_by(kind, mention):
        return Subject("")
    return Subject(f"{place.name} {kind}", place)


def heading_of(label: str, mention: Mention) -> str:
    """Return the label of a fact where what it says is not understood without: "pay rise" of "80 percent", "trial" of
    "12 March", and nothing of "12 people killed".
    """
    if mention.kind in (MentionKind.DATE, MentionKind.NAME):
        return label
    if mention.kind is not MentionKind.QUANTITY or mention.aspect:
        return ""
    said, words = what_phrase(mention).lower(), label.lower().split()
    if label.lower() == mention.unit_class:
        return ""  # "money" of $40 says nothing
    has_rest = any(_stem(word) not in said for word in words)
    return label if has_rest and (not mention.unit or is_measured(mention) or _is_headed(mention, label)) else ""


def weigh(fact: Fact) -> tuple[int, int, bool, bool]:
    """Return what an editor reads first as the lowest: figures, then statements, then places; deaths; what changes a
    whole before parts and new figures.
    """
    mention = fact.claim.mention
    is_figure = mention.kind is MentionKind.QUANTITY
    return (
        _KINDS[mention.kind],
        weight_of(mention) if is_figure else 0,
        mention.is_increment or mention.part_of,
        is_figure and fact.outcome is Outcome.NEW,
    )


def is_titled(alert: Alert) -> bool:
    """Tell whether the headline names the story by its watchlist's title, so that nothing below has to; behind a mark
    ("Disputed – ") as well.
    """
    title = f"{_ARTICLE.sub('', alert.watchlist_title, count=1).lower()}: "
    return any(said.startswith(title) for said in (alert.headline.lower(), *alert.headline.lower().split(" – ")[1:3]))


def article_phrase(alert: Alert) -> str:
    """Return outlet and title of the alert's article: "Harbour Post: Four dead in floods"; what is not known is left
    out.
    """
    return ": ".join(filter(None, (alert.outlet, alert.title)))


def _place_of(facts: Sequence[Fact]) -> Place | None:
    mentions = [fact.claim.mention for fact in facts]
    first = mentions[0]
    if first.event is not None and first.event.place is not None:
        return first.event.place
    named = {mention.place.id: mention.place for mention in mentions if mention.place is not None}
    return first.place or (next(iter(named.values())) if len(named) == 1 else None)


def _told(facts: Sequence[Fact], subject: Subject) -> list[Fact]:
    """Return the facts that one headline can tell together: figures of one place by one voice, each of another kind; a
    part behind them only where it names its whole, since it would be read as one of what stands before it.
    """
    lead = facts[0].claim.mention
    told = [facts[0]]
    for fact in facts[1:]:
        mention = fact.claim.mention
        is_alike = lead.kind is mention.kind is MentionKind.QUANTITY and {facts[0].outcome, fact.outcome} <= _JOINED
        is_of_place = _spot_of(mention, subject) == _spot_of(lead, subject)
        is_part = mention.part_of and not names_whole(mention)
        is_of_voice = (mention.speaker, mention.organisation) == (lead.speaker, lead.organisation)
        if (
            is_alike
            and is_of_place
            and is_of_voice
            and not is_part
            and fact.claim.fact not in {each.claim.fact for each in told}
        ):
            told.append(fact)
    return told[:_MOST_ITEMS]


def _spot_of(mention: Mention, subject: Subject) -> tuple[str | None, str | None]:
    """Return where a figure is of; none where it is in the place that the headline names anyway."""
    if _is_understood(mention, subject):
        return None, None
    return mention.place.id if mention.place else None, mention.relation


def _is_understood(mention: Mention, subject: Subject) -> bool:
    """Tell whether a figure is in the place that the headline's subject names; where it goes to or comes from is never
    understood, nor how far from a place it was.
    """
    is_at_distance = mention.relation is not None and any(map(str.isdecimal, mention.relation))
    return preposition_of(mention) == "in" and not is_at_distance and subject.says(mention.place)


def _item(fact: Fact, line: AlertLine, was: Mention | None, subject: Subject, *, has_place: bool) -> str:
    mention = fact.claim.mention
    if mention.kind is MentionKind.STATEMENT and line.now == line.source_phrase:
        return f"{line.now}: “{shortened(mention.evidence)}”"  # who denies alone says nothing
    if mention.kind in (MentionKind.STATEMENT, MentionKind.EVENT):
        return change_of(line)
    if mention.kind in (MentionKind.DATE, MentionKind.NAME):
        return f"{line.heading} {change_of(line)}"
    is_figure, general = mention.kind is MentionKind.QUANTITY, fact.claim.unit_key == "person"
    place = place_phrase(mention) if not subject.words else mention.place.name if mention.place else ""
    if is_figure and (not has_place or _is_understood(mention, subject)):
        place = ""
    now = _brief(mention, place, line.heading, subject, is_general=general)
    before = (
        _brief(was, "" if is_figure else place_phrase(was), line.heading, subject, is_general=general)
        if was is not None
        else line.was
    )
    if fact.outcome is Outcome.RETRACTION:
        return change_of(replace(line, was=now))
    change = change_of(replace(line, was=before and before.strip(), now=now))
    return f"{line.heading} {change}" if line.heading else change


def _brief(mention: Mention, place: str, heading: str, subject: Subject, *, is_general: bool) -> str:
    """Return a figure or place in a headline's words: "at least 13 dead", "6 children dead", "deaths in Van"."""
    if mention.kind is MentionKind.PLACE:
        return scene_phrase(mention, place)
    short = short_verb_of(mention)
    is_understood = bool(short) and (is_general or not mention.unit) and not mention.part_of
    has_nation = not _names(subject.words, nation_of(mention))
    amount = figure(mention, has_unit=not (is_understood or _is_headed(mention, heading)), has_nation=has_nation)
    where = where_phrase(mention, place) if place else ""
    return " ".join(
        filter(None, (amount, short or verb_of(mention), where, "in all" if mention.is_running_total else ""))
    )


_KINDS = {
    MentionKind.EVENT: 0,
    MentionKind.QUANTITY: 1,
    MentionKind.DATE: 2,
    MentionKind.NAME: 3,
    MentionKind.STATEMENT: 4,
    MentionKind.PLACE: 5,
}


def _names_a_story(title: str) -> bool:
    """Tell whether a title holds a proper name: a capital beyond its first word, or in the word behind its article; or
    a first word that owns what follows ("Brandt's job cuts").
    """
    rest = _ARTICLE.sub("", title, count=1)
    is_owner = rest.split(" ")[0].endswith(_POSSESSIVE)
    words = rest.split() if rest != title or is_owner else title.split()[1:]
    return any(any(letter.isupper() for letter in word) for word in words)


def _kind_of(watchlist: Watchlist) -> str:
    """Return the kind of event that a topic follows, else the word of its title that its `match` asks for, as one:
    "earthquake" of "Tolls of earthquakes".

    "" where there is neither.
    """
    if watchlist.story.kind is not None:
        return watchlist.story.kind.value
    words = re.findall(r"[\w-]+", watchlist.title.lower())
    terms = [term for group in watchlist.groups for term in group]
    found = [
        word
        for word in words
        if any(word.startswith(term.text) if term.is_prefix else word == term.text for term in terms)
    ]
    return found[0].removesuffix("s") if found else ""


def _is_said_by(kind: str, mention: Mention) -> bool:
    words = words_of(mention)
    return words is not None and any(_stem(part) in kind for part in words.said_by)


def _is_headed(mention: Mention, heading: str) -> bool:
    """Tell whether the label names the counted thing: "ships idle" of 72 ships."""
    unit = (mention.unit or "").lower().split()
    return bool(unit) and not is_measured(mention) and _stem(unit[-1]) in map(_stem, heading.lower().split())


def _names(text: str, name: str) -> bool:
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", text) is not None


def _stem(word: str) -> str:
    """A word without the ending that tells one from many."""
    return re.sub(r"(?:ies|es|s|y)$", "", word) if len(word) > 3 else word
