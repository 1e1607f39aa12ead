"""The public output: model values to the dictionaries of the record format. Field names and their order are an
interface.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitor.core.clusters.word_diff import EditKind, WordDiff
from monitor.model import (
    Alert,
    Analysis,
    Claim,
    ClusterAssignment,
    Constraint,
    Document,
    Event,
    Fact,
    Feedback,
    Mention,
    Place,
    Rejected,
    Silence,
    SourceState,
)

if TYPE_CHECKING:  # the readers behind them are seldom needed beside a record
    from monitor.core.counting.non_quantities import NonQuantity
    from monitor.core.facts.unasked import Unasked

Record = dict[str, Any]


def line_of(record: Record) -> str:
    """Return the record as a line of JSON Lines; half of a character that UTF-8 has no bytes for is "?"."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n"


def mention_record(document_id: str, mention: Mention) -> Record:
    """Return the `mention` record: what the reader saw, in which words."""
    return {"record": "mention", "document_id": document_id, **_mention_fields(mention)}


def uncounted_record(document_id: str, uncounted: NonQuantity) -> Record:
    """Return the `uncounted` record: a number of the text that is no quantity, and why."""
    return {
        "record": "uncounted",
        "document_id": document_id,
        "field": uncounted.field,
        "text": uncounted.text,
        "start": uncounted.start,
        "end": uncounted.end,
        "reason": uncounted.reason,
        "evidence": uncounted.evidence,
    }


def document_record(analysis: Analysis, assignment: ClusterAssignment) -> Record:
    """Return the `document` record, with the cluster that it joined or founded."""
    document = analysis.document
    return {
        "record": "document",
        "id": document.id,
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "published_at": instant(document.published_at),
        "observed_at": instant(document.observed_at),
        "language": document.language,
        "cluster_id": assignment.cluster_id,
        "copy_of": assignment.copy_of,
        "update_of": assignment.update_of,
        "story_id": assignment.story.story_id if assignment.story else None,
        "credit": document.credit,
        "notice": document.notice.value if document.notice else None,
        "watchlists": list(analysis.watchlists),
    }


def fact_record(fact: Fact) -> Record:
    """Return the `fact` record: a mention that a watchlist asked for, with its outcome."""
    return {
        "record": "fact",
        "id": fact.id,
        "document_id": fact.document_id,
        "source": fact.source,
        "watchlist": fact.claim.watchlist,
        "fact": fact.claim.fact,
        **_mention_fields(fact.claim.mention),
        **_place_told(fact.claim),
        "origin": fact.origin,
        "outcome": fact.outcome.value,
        "rule": fact.rule.value if fact.rule else None,
        "explanation": fact.explanation,
        "relates_to": fact.relates_to,
        "alert_id": fact.alert_id,
        "recorded_at": instant(fact.recorded_at),
        "kept_outcome": fact.kept_outcome.value if fact.kept_outcome else None,
    }


def _place_told(claim: Claim) -> Record:
    """Return the place of a fact, that where its claim is told to be if the sentence gives it none, and what of it the
    sentence leaves unsaid.
    """
    place, inherited = claim.mention.place or claim.setting, claim.mention.inherited
    if claim.setting is not None and claim.mention.place is None:
        inherited += ("place",)
    return {"place": _place_fields(place) if place else None, "inherited": list(inherited)}


def alert_record(alert: Alert) -> Record:
    """Return the `alert` record: one document's news for one watchlist."""
    return {
        "record": "alert",
        "id": alert.id,
        "watchlist": alert.watchlist,
        "cluster_id": alert.cluster_id,
        "story_id": alert.story_id,
        "document_id": alert.document_id,
        "at": instant(alert.at),
        "headline": alert.headline,
        "facts": [line.fact_id for line in alert.lines],
        "outcomes": [line.outcome.value for line in alert.lines],
        "channels": list(alert.channels),
    }


def told_record(alert: Alert) -> Record:
    """Return the `alert` record with all that its message says, for receivers outside."""
    lines = [
        {
            "fact_id": line.fact_id,
            "outcome": line.outcome.value,
            "label": line.label,
            "was": line.was,
            "now": line.now,
            "source": line.source_phrase,
            "evidence": line.evidence,
            "relates_to": line.relates_to,
            "earlier": line.earlier,
            "course": line.course.value if line.course else None,
        }
        for line in alert.lines
    ]
    return {
        **alert_record(alert),
        "watchlist_title": alert.watchlist_title,
        "outlet": alert.outlet,
        "title": alert.title,
        "url": alert.url,
        "published_at": instant(alert.published_at),
        "outlets": alert.outlets,
        "origins": alert.origins,
        "lines": lines,
        "note": alert.note,
    }


def copy_record(document: Document, assignment: ClusterAssignment, difference: WordDiff) -> Record:
    """Return the `copy` record: a document of a cluster, and what it changed of the cluster's first."""
    return {
        "record": "copy",
        "document_id": document.id,
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "published_at": instant(document.published_at),
        "cluster_id": assignment.cluster_id,
        "copy_of": assignment.copy_of,
        "update_of": assignment.update_of,
        "story_id": assignment.story.story_id if assignment.story else None,
        "credit": document.credit,
        "rule": assignment.rule,
        "score": assignment.score,
        "words_same": difference.count(EditKind.SAME),
        "words_removed": difference.count(EditKind.REMOVED),
        "words_added": difference.count(EditKind.ADDED),
        "changes": [
            {"change": segment.kind.value, "text": segment.text}
            for segment in difference.segments
            if segment.kind is not EditKind.SAME
        ],
    }


def constraint_record(made: Constraint) -> Record:
    """Return the `constraint` record: a correction of clusters, who made it and when; `why` of the monitor's own."""
    return {
        "record": "constraint",
        "kind": made.kind,
        "document": made.document,
        "other": made.other,
        "made_at": instant(made.made_at),
        "made_by": made.made_by,
        "undone_at": instant(made.undone_at),
        "undone_by": made.undone_by,
        "why": made.why,
    }


def case_record(mark: Feedback, alert: Alert, document: Any) -> Record:
    """Return the `case` record: an alert with a person's word on it, and its document in the form that replay reads.

    document: a value with the fields of `Document`.
    """
    return {
        "record": "case",
        "verdict": mark.verdict.value,
        "author": mark.author,
        "note": mark.note,
        "at": instant(mark.at),
        "alert": alert_record(alert),
        "document": {
            "id": alert.document_id,
            "title": document.title,
            "text": document.text,
            "source": document.source,
            "url": document.url,
            "published_at": instant(document.published_at),
        },
    }


def silence_record(silence: Silence, kept: int) -> Record:
    """Return the `silence` record: what is covered, until when, by whom, and how many facts it has kept quiet."""
    return {
        "record": "silence",
        "id": silence.id,
        "watchlist": silence.scope.watchlist,
        "fact": silence.scope.fact,
        "story": silence.scope.story,
        "place": silence.scope.place,
        "actor": silence.scope.actor,
        "until": instant(silence.until),
        "made_at": instant(silence.made_at),
        "made_by": silence.made_by,
        "note": silence.note,
        "lifted_at": instant(silence.lifted_at),
        "lifted_by": silence.lifted_by,
        "facts_kept_quiet": kept,
    }


def unasked_record(unasked: Unasked) -> Record:
    """Return why a watchlist took nothing of a document, or of one mention in it."""
    mention = unasked.mention
    return {
        "record": "unasked",
        "watchlist": unasked.watchlist,
        "why": unasked.why,
        "kind": mention.kind.value if mention is not None else None,
        "text": mention.text if mention is not None else None,
        "evidence": mention.evidence if mention is not None else None,
    }


def rejected_record(rejected: Rejected) -> Record:
    """Return the `rejected` record: a document that can't be read, why, and what to do."""
    return {"record": "rejected", "id": rejected.id, "reason": rejected.reason, "detail": rejected.detail}


def source_record(state: SourceState) -> Record:
    """Return a source as it stands: how it is and why, when it last answered and brought news, how often it does, when
    it is asked next.
    """
    return {
        "name": state.name,
        "kind": state.kind,
        "url": state.url,
        "moved_url": state.moved_url,
        "state": state.state,
        "reason": state.reason,
        "note": state.note,
        "failures": state.failures,
        "failing_since": instant(state.failing_since),
        "last_success_at": instant(state.last_success_at),
        "last_news_at": instant(state.last_news_at),
        "rhythm_seconds": state.rhythm_seconds,
        "next_poll_at": instant(state.next_poll_at) if state.state != "gone" else None,
    }


def instant(at: datetime | None) -> str | None:
    """Return an aware instant as ISO 8601 in UTC with `Z`, to the second."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mention_fields(mention: Mention) -> Record:
    return {
        "field": mention.field,
        "kind": mention.kind.value,
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "evidence": mention.evidence,
        "value_low": _number(mention.value_low),
        "value_high": _number(mention.value_high),
        "modifier": mention.modifier.value if mention.modifier else None,
        "unit": mention.unit,
        "unit_class": mention.unit_class,
        "per": mention.per,
        "actor": mention.actor,
        "aspect": mention.aspect,
        "negated": mention.negated,
        "place": _place_fields(mention.place) if mention.place else None,
        "speaker": mention.speaker,
        "organisation": mention.organisation,
        "stance": mention.stance.value,
        "modality": mention.modality.value,
        "event_from": instant(mention.event_from),
        "event_to": instant(mention.event_to),
        "of_what": mention.of_what,
        "part_of": mention.part_of,
        "increment": mention.is_increment,
        "running_total": mention.is_running_total,
        "certainty": mention.certainty.value if mention.certainty else None,
        "bid": mention.bid.value if mention.bid else None,
        "was_low": _number(mention.was_low),
        "was_high": _number(mention.was_high),
        "trend": mention.trend.value if mention.trend else None,
        "predicate": mention.predicate,
        "who": mention.who,
        "whom": mention.whom,
        "passed_over": mention.passed_over,
        "topic": mention.topic,
        "event": _event_fields(mention.event) if mention.event else None,
        "was_from": instant(mention.was_from),
        "was_to": instant(mention.was_to),
        "role": mention.role,
    }


def _event_fields(event: Event) -> Record:
    return {
        "role": event.role.value,
        "why": event.rule,
        "place": event.place.name if event.place else None,
        "from": instant(event.start),
        "to": instant(event.stop),
    }


def _place_fields(place: Place) -> Record:
    return {
        "name": place.name,
        "id": place.id,
        "country": place.country,
        "within": list(place.within),
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _number(value: float | None) -> float | int | None:
    """Write a whole number without a point: 12000, not 12000.0."""
    return int(value) if value is not None and float(value).is_integer() else value
