"""Posts alerts to Slack, once each call, and says for certain what is certain: posted, surely not posted, or unknown.

It never retries on its own (the outbox does), and with a bot token it looks an unknown post up by the delivery's id
before it posts again. What the message looks like is `slack_message`'s business.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, timedelta, tzinfo
from typing import Any

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from monitor.channels.kinds import LEASE_ENDS
from monitor.channels.slack.card import compose_card
from monitor.channels.slack.controls import controls
from monitor.channels.slack.digest import compose_digest
from monitor.channels.slack.message import Block, Message, compose, literal, page_block
from monitor.channels.slack.responses import BLOCK_FAULTS, FAILURES, WORD, judge, judge_answer
from monitor.core.alerts.card import card_of
from monitor.model import Delivery, DeliveryKind, NotPosted, Posted, SendResult, Uncertain

EVENT_TYPE = "monitor_alert"
TIMEOUT_SECONDS = 8  # for one answer; a stop signal is obeyed within ten
PAGE, MOST_PAGES = 200, 5  # a thousand messages back; an uncertain post is minutes old when it is looked up
INTERVAL = timedelta(seconds=1)  # docs.slack.dev/apis/web-api/rate-limits: one message a second a channel


class SlackNotifier:
    """Posts with a bot token. The token is read by the caller and kept out of messages, results and logs."""

    interval = INTERVAL

    def __init__(
        self,
        token: str,
        *,
        base_url: str,
        default_channel: str,
        zone: tzinfo = UTC,
        timeout_seconds: int = TIMEOUT_SECONDS,
        has_answers: bool = False,  # whether somebody listens to what is pressed
        board: str | None = None,  # the address under which the alerts have pages
    ) -> None:
        self._client = WebClient(
            token=token, base_url=base_url, timeout=timeout_seconds, retry_handlers=[], logger=silent_logger()
        )
        self._default_channel = default_channel
        self._zone, self._has_answers, self._board = zone, has_answers, board
        self.may_post: Callable[[], bool] = lambda: True  # asked before each post, since looking up may take long
        self._channel_ids: dict[str, str] = {}
        self._renamed: dict[str, str] = {}  # the ids of channels that have another name by now

    def send(self, delivery: Delivery) -> SendResult:
        """Post the delivery's alert; one that may already be there is looked up first, and marked where it can't be.

        `Posted.reference` is "channel id/ts", which is what editing or answering the message needs. An edit sets what
        the message says, so it is simply sent again.
        """
        if delivery.kind is DeliveryKind.EDIT:
            return self._edit(delivery, self._compose(delivery))
        if delivery.kind is DeliveryKind.CARD:
            return self._keep_card(delivery)
        return self._send_new(delivery)

    def _keep_card(self, delivery: Delivery) -> SendResult:
        """Edit the card where there is one; else, or where somebody deleted it, post one and pin it, if the app may."""
        result = self._edit(delivery, self._compose(delivery)) if delivery.about else NotPosted("message_not_found")
        if not isinstance(result, NotPosted) or result.reason not in _GONE:
            return result
        result = self._send_new(delivery)
        if isinstance(result, Posted) and result.reference is not None:
            channel, _, ts = result.reference.partition("/")
            with contextlib.suppress(*FAILURES):  # without pins:write, or with a hundred pins, it stays a message
                self._client.pins_add(channel=channel, timestamp=ts)
        return result

    def _send_new(self, delivery: Delivery) -> SendResult:
        is_repeat = False
        if delivery.is_uncertain:
            found = self.find_posted(delivery)
            if isinstance(found, Posted):
                return replace(found, untold=self._compose(delivery).untold)
            if isinstance(found, Uncertain):
                return found
            is_repeat = found.is_permanent
        message = self._compose(delivery, is_repeat=is_repeat)
        result = self._post(delivery, message, with_blocks=True)
        if isinstance(result, NotPosted) and result.reason == _UNKNOWN_NAME and self._recall(delivery):
            result = self._post(delivery, message, with_blocks=True)
        if isinstance(result, NotPosted) and result.reason in BLOCK_FAULTS:
            result = self._post(delivery, message, with_blocks=False)
            return replace(result, untold=message.plain_untold) if isinstance(result, Posted) else result
        return replace(result, untold=message.untold) if isinstance(result, Posted) else result

    def find_posted(self, delivery: Delivery) -> SendResult:
        """Look for the delivery among the channel's latest messages, by the id in their metadata.

        `Posted`: it is there. `NotPosted`: it is not, so it is safe to post; with `is_permanent` nobody can say,
        because the app may not read the channel (`channels:history`, `channels:read`) or too much was written since.
        `Uncertain`: ask again later.
        """
        try:
            channel = self._channel_id(self._channel(delivery)) or _id_of_last(delivery)
            if channel is None:
                return NotPosted("channel_not_listed", is_permanent=True)
            for message in self._thread(delivery) if _is_answer(delivery) else self._history(channel):
                if _outbox_id(message) == delivery.id:
                    return Posted(f"{channel}/{message.get('ts')}")
        except _HistoryTooLongError:
            return NotPosted("history_too_long", is_permanent=True)
        except FAILURES as error:
            failure = judge(error)
            is_final = isinstance(failure, NotPosted) and failure.is_permanent
            return failure if is_final else Uncertain(f"look_up_{failure.reason}", failure.retry_after_seconds)
        return NotPosted("not_found")

    def _compose(self, delivery: Delivery, *, is_repeat: bool = False) -> Message:
        buttons = controls(delivery.alert.id) if self._has_answers and _can_be_answered(delivery) else ()
        return _compose(delivery, self._zone, self._board, is_repeat=is_repeat, has_thread=True, buttons=buttons)

    def _edit(self, delivery: Delivery, message: Message) -> SendResult:
        if delivery.about is None:
            return Posted()  # the message was given up, or went by a way that names none: nothing is there to edit
        channel, _, ts = delivery.about.partition("/")
        result = self._update(channel, ts, message, with_blocks=True)
        if isinstance(result, NotPosted) and result.reason in BLOCK_FAULTS:
            return self._update(channel, ts, message, with_blocks=False)
        return result

    def _update(self, channel: str, ts: str, message: Message, *, with_blocks: bool) -> SendResult:
        try:
            self._client.chat_update(
                channel=channel,
                ts=ts,
                text=literal(message.text if with_blocks else message.plain),  # there is no mrkdwn=False here
                blocks=list(message.blocks) if with_blocks else [],
                link_names=False,
                parse="none",
            )
        except FAILURES as error:
            return judge(error)
        return Posted(f"{channel}/{ts}")

    def _post(self, delivery: Delivery, message: Message, *, with_blocks: bool) -> SendResult:
        if not self.may_post():
            return NotPosted(LEASE_ENDS)
        thread = (delivery.about or "").partition("/")[2] or None if _is_answer(delivery) else None
        try:
            answer = self._client.chat_postMessage(
                channel=self._renamed.get(self._channel(delivery)) or self._channel(delivery),
                text=message.text if with_blocks else message.plain,
                blocks=list(message.blocks) if with_blocks else None,
                metadata={
                    "event_type": EVENT_TYPE,
                    "event_payload": {"outbox_id": delivery.id, "alert_id": delivery.alert.id},
                },
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
                mrkdwn=False,
                thread_ts=thread,
                reply_broadcast=thread is not None and delivery.is_broadcast,
            )
        except FAILURES as error:
            return judge(error)
        channel = str(answer.get("channel"))
        self._channel_ids[self._channel(delivery)] = channel
        return Posted(f"{channel}/{answer.get('ts')}")

    def _recall(self, delivery: Delivery) -> bool:
        """Go on by the id of the channel's last message where Slack no longer knows its name; tell whether it is
        known.
        """
        name = self._channel(delivery)
        known = self._channel_ids.get(name) or _id_of_last(delivery)
        if known is None or known == name or self._renamed.get(name) == known:
            return False
        self._renamed[name] = known
        return True

    def _channel(self, delivery: Delivery) -> str:
        return delivery.channel.partition(":")[2] or self._default_channel

    def _channel_id(self, channel: str) -> str | None:
        """History is asked for by id; a name is learnt from an earlier post or from the list of channels."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._channel_ids:
            for page in _pages(
                lambda cursor: self._client.conversations_list(limit=1000, exclude_archived=True, cursor=cursor).data
            ):
                for entry in page.get("channels", ()):
                    self._channel_ids.setdefault(f"#{entry['name']}", entry["id"])
        return self._channel_ids.get(channel) or self._channel_ids.get(f"#{channel.lstrip('#')}")

    def _thread(self, delivery: Delivery) -> Iterator[Mapping[str, Any]]:
        channel, _, ts = (delivery.about or "").partition("/")
        for page in _pages(
            lambda cursor: (
                self._client.conversations_replies(
                    channel=channel, ts=ts, limit=PAGE, include_all_metadata=True, cursor=cursor
                ).data
            )
        ):
            yield from page.get("messages", ())

    def _history(self, channel: str) -> Iterator[Mapping[str, Any]]:
        for page in _pages(
            lambda cursor: (
                self._client.conversations_history(
                    channel=channel, limit=PAGE, include_all_metadata=True, cursor=cursor
                ).data
            )
        ):
            yield from page.get("messages", ())


class SlackWebhookNotifier:
    """Posts through an incoming webhook, which is bound to one channel. It can't look back: a post in doubt is sent
    again and marked.
    """

    interval = INTERVAL

    def __init__(
        self, url: str, *, zone: tzinfo = UTC, timeout_seconds: int = TIMEOUT_SECONDS, board: str | None = None
    ) -> None:
        self._zone, self._board = zone, board
        self._client = WebhookClient(url=url, timeout=timeout_seconds, retry_handlers=[], logger=silent_logger())

    def send(self, delivery: Delivery) -> SendResult:
        """Post the delivery's alert. `Posted.reference` is `None`: a webhook names no message, so nothing can be
        edited.
        """
        if delivery.kind in (DeliveryKind.EDIT, DeliveryKind.CARD):
            return Posted()
        message = _compose(delivery, self._zone, self._board, is_repeat=delivery.is_uncertain, has_thread=False)
        result = self._post(
            {
                "text": message.text,
                "blocks": list(message.blocks),
                "unfurl_links": False,
                "unfurl_media": False,
                "mrkdwn": False,
            }
        )
        if isinstance(result, NotPosted) and result.reason in BLOCK_FAULTS:
            return self._post({"text": message.plain, "unfurl_links": False, "unfurl_media": False, "mrkdwn": False})
        return result

    def _post(self, body: dict[str, Any]) -> SendResult:
        try:
            answer = self._client.send_dict(body)
        except FAILURES as error:
            return judge(error)
        word = (answer.body or "").strip()
        if answer.status_code == 200 and word == "ok":
            return Posted()
        return judge_answer(answer.status_code, word if WORD.fullmatch(word) else None, answer.headers)


_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_UNKNOWN_NAME = "channel_not_found"
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{8,}")


def _compose(
    delivery: Delivery,
    zone: tzinfo,
    board: str | None,
    *,
    is_repeat: bool,
    has_thread: bool,
    buttons: Sequence[Block] = (),
) -> Message:
    if delivery.kind is DeliveryKind.CARD:
        at = max((delivery.alert.at, *(fact.recorded_at for fact in delivery.heads)))
        card = card_of(delivery.alert.watchlist_title, delivery.heads, at, delivery.order)
        return compose_card(card, zone=zone)
    if delivery.kind is DeliveryKind.DIGEST:
        return compose_digest(delivery.alerts, delivery.why, zone=zone, is_repeat=is_repeat, board=board)
    return compose(
        delivery.alert,
        is_repeat=is_repeat,
        standing=delivery.standing,
        urgency=delivery.urgency,
        zone=zone,
        has_thread=has_thread,
        controls=(*page_block(delivery.alert, board), *buttons),
    )


def _can_be_answered(delivery: Delivery) -> bool:
    """Tell whether the message tells an alert of the ledger: no reply that was written for a thread, and nothing of the
    monitor itself.
    """
    return bool(delivery.alert.lines) and (delivery.kind is not DeliveryKind.REPLY or delivery.is_broadcast)


def _id_of_last(delivery: Delivery) -> str | None:
    """Return the id of the channel, as the reference of the last message that it got names it."""
    found = (delivery.last_reference or "").partition("/")[0]
    return found if _CHANNEL_ID.fullmatch(found) else None


def _is_answer(delivery: Delivery) -> bool:
    return delivery.kind is DeliveryKind.REPLY and delivery.about is not None


class _HistoryTooLongError(Exception):
    pass


def _pages(ask: Callable[[str | None], Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the pages of a cursored method; raise `_HistoryTooLongError` when more remain than we are willing to
    read.
    """
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = ask(cursor)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    raise _HistoryTooLongError


def _outbox_id(message: Mapping[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("outbox_id")


def silent_logger() -> logging.Logger:
    """The client logs addresses and bodies, secrets among them; what matters of them comes back as a result."""
    logger = logging.Logger("slack", level=logging.CRITICAL)
    logger.addHandler(logging.NullHandler())
    return logger
