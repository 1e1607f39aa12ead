"""The rules by which a fact got its outcome, each with a short stable id, so that reasons can be counted.

The sentence beside an id is for people and may be put better; the id stays. Stored with each fact: an id that this
list no longer has, or never had, is read as none.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.classes import Vocabulary


class Rule(Vocabulary):
    """Which rule decided, by subject: what comes before the point is what was judged, or who asked for silence."""

    # anything that is known: who says so again
    KNOWN_IN_DOCUMENT = "known.in_document"
    KNOWN_OF_ORIGIN = "known.of_origin"
    KNOWN_OF_OTHERS = "known.of_others"

    # figures: told already
    FIGURE_UNSTATED = "figure.unstated"
    FIGURE_CONVERTED_IN_TEXT = "figure.converted_in_text"
    FIGURE_BOUND_IN_TEXT = "figure.bound_in_text"
    FIGURE_ROUNDED_IN_TEXT = "figure.rounded_in_text"
    FIGURE_VAGUER_IN_TEXT = "figure.vaguer_in_text"
    FIGURE_PART_IN_TEXT = "figure.part_in_text"
    FIGURE_STEP_IN_TEXT = "figure.step_in_text"
    FIGURE_CONVERTED = "figure.converted"
    FIGURE_BOUND = "figure.bound"
    FIGURE_ROUNDED = "figure.rounded"
    FIGURE_VAGUER = "figure.vaguer"
    FIGURE_SATISFIED = "figure.satisfied"
    HEADLINE_SAYS_TEXT = "headline.says_text"
    HEADLINE_SHORTENS = "headline.shortens"
    HEADLINE_VAGUER = "headline.vaguer"

    # figures: a change, by what shows it, and what is plainly new
    CHANGE_IN_TEXT = "change.in_text"
    CHANGE_IN_SERIES = "change.in_series"
    CHANGE_OF_VOICE = "change.of_voice"
    CHANGE_AS_TOLD = "change.as_told"
    CHANGE_BY_EVIDENCE = "change.by_evidence"
    FIGURE_LATER_KNOWN = "figure.later_known"
    FIGURE_FIRST = "figure.first"
    FIGURE_UNSHOWN = "figure.unshown"
    FIGURE_PART_OF_KNOWN = "figure.part_of_known"
    FIGURE_OF_NARROWER_PLACE = "figure.of_narrower_place"

    # places
    PLACE_UNNAMED = "place.unnamed"
    PLACE_FIRST = "place.first"
    PLACE_FINER = "place.finer"
    PLACE_COARSER = "place.coarser"
    PLACE_NOW_DONE = "place.now_done"

    # events
    EVENT_FIRST = "event.first"
    EVENT_FIRST_DENIED = "event.first_denied"
    EVENT_NEVER_EXPECTED = "event.never_expected"
    EVENT_KNOWN_DONE = "event.known_done"
    EVENT_IN_DOCUMENT = "event.in_document"
    EVENT_TURNED = "event.turned"

    # dates
    DATE_UNSET = "date.unset"
    DATE_FIRST = "date.first"
    DATE_MOVED_IN_TEXT = "date.moved_in_text"
    DATE_MOVED = "date.moved"
    DATE_FINER = "date.finer"
    DATE_OF_SEVERAL = "date.of_several"
    DATE_BESIDE = "date.beside"
    DATE_ONLY_POSSIBLE = "date.only_possible"

    # names
    NAME_FIRST = "name.first"
    NAME_CORRECTED = "name.corrected"
    NAME_WITHDRAWN = "name.withdrawn"
    NAME_NEVER_TOLD = "name.never_told"

    # statements
    STATEMENT_FIRST = "statement.first"
    STATEMENT_FIRST_ON_TOPIC = "statement.first_on_topic"
    STATEMENT_FIRST_DENIED = "statement.first_denied"
    STATEMENT_KNOWN = "statement.known"
    STATEMENT_OF_CLASS = "statement.of_class"
    STATEMENT_TURNED = "statement.turned"
    DENIAL_WITHDRAWN = "denial.withdrawn"
    DENIAL_WITHDRAWN_BEFORE = "denial.withdrawn_before"
    DENIAL_ENDED_BEFORE = "denial.ended_before"
    DENIAL_NEVER_TOLD = "denial.never_told"

    # what a text takes back of its own
    TEXT_UPDATED = "text.updated"
    TEXT_CORRECTED = "text.corrected"
    TEXT_DROPPED = "text.dropped"

    # of another event than the story's
    BACKGROUND_IN_PASSING = "background.in_passing"
    BACKGROUND_LOOKS_BACK = "background.looks_back"
    BACKGROUND_BESIDE = "background.beside"
    BACKGROUND_UNREAL = "background.unreal"
    BACKGROUND_MANY_EVENTS = "background.many_events"
    BACKGROUND_YEARLY = "background.yearly"
    BACKGROUND_OUTSIDE = "background.outside"
    BACKGROUND_OVER_BEFORE = "background.over_before"
    BACKGROUND_PUBLISHED_BEFORE = "background.published_before"
    BACKGROUND_LONG_BEFORE = "background.long_before"
    BACKGROUND_AFTERWARDS = "background.afterwards"
    BACKGROUND_OTHER_KIND = "background.other_kind"

    # told by another fact of the same alert
    BESIDE_FIGURE = "beside.figure"
    BESIDE_EVENT = "beside.event"
    BESIDE_DENIAL = "beside.denial"

    # would be news, and stays silent
    SILENCE_FIRST_READING = "silence.first_reading"
    SILENCE_FIRST_READING_OF_TEASER = "silence.first_reading_of_teaser"
    SILENCE_BEFORE_WATCHLIST = "silence.before_watchlist"
    SILENCE_BEFORE_WATCHLIST_HERE = "silence.before_watchlist_here"
    SILENCE_LATE = "silence.late"
    SILENCE_KILLED = "silence.killed"
    SILENCE_PUBLISHED_BEFORE = "silence.published_before"
    SILENCE_OF_DESK = "silence.of_desk"
    SILENCE_WATCHLIST_MUTED = "silence.watchlist_muted"
    SILENCE_BELOW_THRESHOLD = "silence.below_threshold"
    SILENCE_NOT_BELOW = "silence.not_below"
    SILENCE_NEVER_TOLD = "silence.never_told"
    SILENCE_OUTCOME_UNTOLD = "silence.outcome_untold"
    SILENCE_OVER = "silence.over"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why, twice: the rule for counting, the sentence for reading."""

    rule: Rule
    sentence: str
