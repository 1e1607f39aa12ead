"""What a desk says in Slack, done: feedback on an alert, silence over a story or a fact, a question about the ledger.

How Slack writes it is the notifiers' business; each answer goes into the database in one transaction, with author and
time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any

import structlog

from monitor.channels.conversation import Conversation, Status
from monitor.channels.slack.card import compose_card
from monitor.channels.slack.controls import author_of, read_choices
from monitor.channels.slack.message import Message
from monitor.channels.slack.socket import Reply
from monitor.channels.slack.text import compose_text
from monitor.channels.slack.workspace import Workspace
from monitor.channels.untrusted import one_line
from monitor.core.alerts.card import card_of
from monitor.core.alerts.pauses import end_of
from monitor.core.alerts.wording import age_phrase, outcome_phrase, time_phrase, what_phrase
from monitor.core.facts.silences import make_silence, scope_phrase
from monitor.model import Choice, Feedback
from monitor.model.errors import UsageError

log = structlog.get_logger()

_LONGEST_QUESTION = 200  # characters
_REFUSALS = {
    "another_workspace": "Not done: this app answers people of its own workspace only.",
    "workspace_unknown": "Not done: Slack does not say which workspace this app belongs to; try again in a minute.",
}
_MOST_FACTS = 12  # of an explanation; `monitor explain` has them all
_MOST_SOURCES = 20  # in trouble, that are named
HELP = (
    "facts WATCHLIST: where its story stands\nexplain ID: what was made of an alert, a fact or a document, and"
    " why\nstatus: what waits, and what is in trouble"
)


class Answers:
    """Takes what people press and ask, and tells times of `zone` beside UTC.

    own: whose app this is, `None` while that is not known; nobody else is answered. Without it all are.
    """

    def __init__(
        self, conversation: Conversation, zone: tzinfo, own: Callable[[], Workspace | None] | None = None
    ) -> None:
        self._store, self._titles, self._now = conversation.store, conversation.titles, conversation.now
        self._capabilities, self._zone, self._own = conversation.capabilities, zone, own

    def handle(self, kind: str, payload: Mapping[str, Any]) -> Reply | None:
        """Do what an envelope of that kind says, and return what its author shall read of it."""
        address = str(payload.get("response_url") or "")
        refusal = self._refusal(payload)
        if refusal is not None:
            return _reply(address, compose_text(refusal))
        if kind == "slash_commands":
            text = one_line(str(payload.get("text") or "")[:_LONGEST_QUESTION])
            return _reply(address, self._answer(text.split()))
        if payload.get("type") != "block_actions":
            return None
        said = [self._take(choice) for choice in read_choices(payload, self._now())]
        return _reply(address, compose_text("\n".join(said))) if said else None

    def _refusal(self, payload: Mapping[str, Any]) -> str | None:
        """Return what to say to somebody of another workspace; `None` to our own."""
        own = self._own() if self._own is not None else None
        if self._own is None or (own is not None and own.is_of(payload)):
            return None
        reason = "another_workspace" if own is not None else "workspace_unknown"
        log.warning("answer refused", reason=reason, author=author_of(payload.get("user")))
        return _REFUSALS[reason]

    def _take(self, choice: Choice) -> str:
        about = log.bind(alert=choice.alert_id, author=choice.author)
        try:
            if choice.feedback is not None:
                mark = Feedback(choice.alert_id, choice.feedback, choice.author, "", choice.at)
                self._store.feedback.mark(mark, self._capabilities, self._now())
                about.info("alert marked", verdict=choice.feedback.value)
                return f"Noted: {choice.feedback}. monitor explain {choice.alert_id} shows it."
            until = end_of(choice.span, choice.at, self._zone)
            scope = self._store.silences.scope_of(choice.alert_id, choice.extent)
            made = make_silence(scope, until, choice.at, choice.author, "asked for in Slack")
            self._store.silences.add(made)
            about.info("silenced", silence=made.id, until=until.isoformat())
            return (
                f"Silent until {time_phrase(until, self._zone)}: {scope_phrase(scope)}. monitor silence lift {made.id}"
                " ends it."
            )
        except UsageError as error:  # an alert of a database that is gone
            about.warning("answer refused", reason=str(error))
            return f"Not done: {error}"

    def _answer(self, words: Sequence[str]) -> Message:
        match words:
            case ["facts", watchlist] if watchlist in self._titles:
                now, views = self._now(), self._store.views
                return compose_card(
                    card_of(self._titles[watchlist], views.heads(watchlist), now, views.order_of(watchlist)),
                    zone=self._zone,
                )
            case ["facts", *_]:
                return compose_text(f"Which watchlist? There are: {', '.join(sorted(self._titles))}")
            case ["status"]:
                return compose_text("\n".join(_status_lines(self._store.views.status(self._now()))))
            case ["explain", wanted]:
                return compose_text("\n".join(self._explain(wanted)))
        return compose_text(HELP)

    def _explain(self, wanted: str) -> list[str]:
        try:
            found = self._store.explanations.find(wanted)
        except UsageError as error:
            return [str(error)]
        if found is None:
            return [f"{wanted}: nothing has this id"]
        lines = [f"{found.kind} {found.id}"]
        lines += [f"told {time_phrase(alert.at, self._zone)}: {alert.headline}" for alert in found.alerts[:_MOST_FACTS]]
        for stored in found.facts[:_MOST_FACTS]:
            fact = stored.fact
            ended = f"; ended by {stored.ended_by}" if stored.ended_at else ""
            lines.append(
                f"{fact.claim.fact}: {what_phrase(fact.claim.mention)}. {outcome_phrase(fact.outcome)}, for"
                f" {fact.explanation}{ended}"
            )
        lines += [f"and {len(found.facts) - _MOST_FACTS} more facts"] if len(found.facts) > _MOST_FACTS else []
        lines += [f"{mark.verdict} says {mark.author}, {time_phrase(mark.at, self._zone)}" for mark in found.marks]
        return lines + [
            f"silenced until {time_phrase(each.until, self._zone)} by {each.made_by}: {scope_phrase(each.scope)}"
            for each in found.silences
        ]


def _status_lines(status: Status) -> list[str]:
    oldest = f", the oldest for {age_phrase(status.oldest_waiting)}" if status.oldest_waiting is not None else ""
    lines = [f"{status.documents} documents, {status.alerts} alerts; {status.waiting} messages wait{oldest}"]
    lines += [f"held for {reason}: {count}" for reason, count in sorted(status.held_by_reason.items())]
    lines += [f"{channel} is stopped: {reason}" for channel, reason in sorted(status.stopped.items())]
    named = sorted(status.sources_in_trouble[:_MOST_SOURCES], key=lambda source: source.name)
    lines += [f"{source.name} is {source.state}{f': {source.reason}' if source.reason else ''}" for source in named]
    if len(status.sources_in_trouble) > _MOST_SOURCES:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(status.sources_by_state.items()))
        lines.append(f"and more; of all sources {counts}")
    return lines


def _reply(address: str, message: Message) -> Reply:
    return Reply(
        address,
        {
            "response_type": "ephemeral",
            "replace_original": False,
            "mrkdwn": False,
            "text": message.text,
            "blocks": list(message.blocks),
        },
    )
