"""Posts alerts to Slack, once each call, and says for certain what is certain: posted, surely not posted, or unknown.

It never retries on its own (the outbox does), and with a bot token it looks an unknown post up by the delivery's id before it
posts again. What the message looks like is `slack_message`'s business.
"""

from __future__ import annotations

import logging
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from monitor.model import Delivery, DeliveryKind, NotPosted, Outcome, Posted, SendResult, Uncertain
from monitor.notifiers.slack_message import Message, compose

EVENT_TYPE = "monitor_alert"
TIMEOUT_SECONDS = 8  # for one answer; a stop signal is obeyed within ten
PAGE, MOST_PAGES = 200, 5  # a thousand messages back; an uncertain post is minutes old when it is looked up
INTERVAL = timedelta(seconds=1)  # docs.slack.dev/apis/web-api/rate-limits: one message a second a channel


class SlackNotifier:
    """Posts with a bot token. The token is read by the caller and kept out of messages, results and logs."""

    interval = INTERVAL

    def __init__(self, token: str, *, base_url: str, default_channel: str, timeout_seconds: int = TIMEOUT_SECONDS) -> None:
        self._client = WebClient(token=token, base_url=base_url, timeout=timeout_seconds, retry_handlers=[], logger=_silent_logger())
        self._default_channel = default_channel
        self._channel_ids: dict[str, str] = {}

    def send(self, delivery: Delivery) -> SendResult:
        """Post the delivery's alert; one that may already be there is looked up first, and marked where it can't be.

        `Posted.reference` is "channel id/ts", which is what editing or answering the message needs. An edit sets what the message
        says, so it is simply sent again.
        """
        if delivery.kind is DeliveryKind.EDIT:
            return self._edit(delivery)
        is_repeat = False
        if delivery.is_uncertain:
            found = self.find_posted(delivery)
            if not isinstance(found, NotPosted):
                return found
            is_repeat = found.is_permanent
        message = compose(delivery.alert, is_repeat=is_repeat)
        result = self._post(delivery, message, with_blocks=True)
        if isinstance(result, NotPosted) and result.reason in _BLOCK_FAULTS:
            return self._post(delivery, message, with_blocks=False)
        return result

    def find_posted(self, delivery: Delivery) -> SendResult:
        """Look for the delivery among the channel's latest messages, by the id in their metadata.

        `Posted`: it is there. `NotPosted`: it is not, so it is safe to post; with `is_permanent` nobody can say, because the app may
        not read the channel (`channels:history`, `channels:read`) or too much was written since. `Uncertain`: ask again later.
        """
        try:
            channel = self._channel_id(self._channel(delivery))
            if channel is None:
                return NotPosted("channel_not_listed", is_permanent=True)
            for message in self._thread(delivery) if _is_answer(delivery) else self._history(channel):
                if _outbox_id(message) == delivery.id:
                    return Posted(f"{channel}/{message.get('ts')}")
        except _HistoryTooLongError:
            return NotPosted("history_too_long", is_permanent=True)
        except _FAILURES as error:
            failure = _judge(error)
            return failure if isinstance(failure, NotPosted) and failure.is_permanent else Uncertain(f"look_up_{failure.reason}")
        return NotPosted("not_found")

    def _edit(self, delivery: Delivery) -> SendResult:
        if delivery.about is None:
            return Posted()  # the message was given up, or went by a way that names none: nothing is there to edit
        channel, _, ts = delivery.about.partition("/")
        message = compose(delivery.alert, standing=delivery.standing)
        result = self._update(channel, ts, message, with_blocks=True)
        if isinstance(result, NotPosted) and result.reason in _BLOCK_FAULTS:
            return self._update(channel, ts, message, with_blocks=False)
        return result

    def _update(self, channel: str, ts: str, message: Message, *, with_blocks: bool) -> SendResult:
        try:
            self._client.chat_update(
                channel=channel,
                ts=ts,
                text=message.text if with_blocks else message.plain,
                blocks=list(message.blocks) if with_blocks else [],
                link_names=False,
                parse="none",
            )
        except _FAILURES as error:
            return _judge(error)
        return Posted(f"{channel}/{ts}")

    def _post(self, delivery: Delivery, message: Message, *, with_blocks: bool) -> SendResult:
        thread = (delivery.about or "").partition("/")[2] or None if _is_answer(delivery) else None
        try:
            answer = self._client.chat_postMessage(
                channel=self._channel(delivery),
                text=message.text if with_blocks else message.plain,
                blocks=list(message.blocks) if with_blocks else None,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"outbox_id": delivery.id, "alert_id": delivery.alert.id}},
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
                mrkdwn=False,
                thread_ts=thread,
                reply_broadcast=thread is not None and _is_news(delivery),
            )
        except _FAILURES as error:
            return _judge(error)
        channel = str(answer.get("channel"))
        self._channel_ids[self._channel(delivery)] = channel
        return Posted(f"{channel}/{answer.get('ts')}")

    def _channel(self, delivery: Delivery) -> str:
        return delivery.channel.partition(":")[2] or self._default_channel

    def _channel_id(self, channel: str) -> str | None:
        """History is asked for by id; a name is learnt from an earlier post or from the list of channels."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._channel_ids:
            for page in _pages(lambda cursor: self._client.conversations_list(limit=1000, exclude_archived=True, cursor=cursor).data):
                for entry in page.get("channels", ()):
                    self._channel_ids.setdefault(f"#{entry['name']}", entry["id"])
        return self._channel_ids.get(channel) or self._channel_ids.get(f"#{channel.lstrip('#')}")

    def _thread(self, delivery: Delivery) -> Iterator[Mapping[str, Any]]:
        channel, _, ts = (delivery.about or "").partition("/")
        for page in _pages(
            lambda cursor: self._client.conversations_replies(channel=channel, ts=ts, limit=PAGE, include_all_metadata=True, cursor=cursor).data
        ):
            yield from page.get("messages", ())

    def _history(self, channel: str) -> Iterator[Mapping[str, Any]]:
        for page in _pages(lambda cursor: self._client.conversations_history(channel=channel, limit=PAGE, include_all_metadata=True, cursor=cursor).data):
            yield from page.get("messages", ())


class SlackWebhookNotifier:
    """Posts through an incoming webhook, which is bound to one channel. It can't look back: a post in doubt is sent again and marked."""

    interval = INTERVAL

    def __init__(self, url: str, *, timeout_seconds: int = TIMEOUT_SECONDS) -> None:
        self._client = WebhookClient(url=url, timeout=timeout_seconds, retry_handlers=[], logger=_silent_logger())

    def send(self, delivery: Delivery) -> SendResult:
        """Post the delivery's alert. `Posted.reference` is `None`: a webhook names no message, so nothing can be edited."""
        if delivery.kind is DeliveryKind.EDIT:
            return Posted()
        message = compose(delivery.alert, is_repeat=delivery.is_uncertain)
        result = self._post({"text": message.text, "blocks": list(message.blocks), "unfurl_links": False, "unfurl_media": False, "mrkdwn": False})
        if isinstance(result, NotPosted) and result.reason in _BLOCK_FAULTS:
            return self._post({"text": message.plain, "unfurl_links": False, "unfurl_media": False, "mrkdwn": False})
        return result

    def _post(self, body: dict[str, Any]) -> SendResult:
        try:
            answer = self._client.send_dict(body)
        except _FAILURES as error:
            return _judge(error)
        word = (answer.body or "").strip()
        if answer.status_code == 200 and word == "ok":
            return Posted()
        return _judge_answer(answer.status_code, word if _WORD.fullmatch(word) else None, answer.headers)


_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{8,}")
_WORD = re.compile(r"[a-z][a-z0-9_]{1,79}")
_BLOCK_FAULTS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_payload"})
_RATE_LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# Slack says of these that part of the work may have been done: docs.slack.dev/reference/methods/chat.postMessage#errors
_HALF_DONE = frozenset({"internal_error", "fatal_error"})
_MESSAGE_FAULTS = _BLOCK_FAULTS | {
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "msg_too_long",
    "no_text",
    "invalid_metadata_format",
    "metadata_too_large",
    "too_many_attachments",
    "invalid_arguments",
}
_PERMANENT = frozenset(
    {
        "access_denied",
        "account_inactive",
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "ekm_access_denied",
        "invalid_auth",
        "invalid_token",
        "is_archived",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "no_permission",
        "no_service",
        "no_team",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "team_access_not_granted",
        "team_disabled",
        "token_expired",
        "token_revoked",
    }
)


def _is_answer(delivery: Delivery) -> bool:
    return delivery.kind is DeliveryKind.REPLY and delivery.about is not None


def _is_news(delivery: Delivery) -> bool:
    """Tell whether a reply shall be seen in the channel too: all but another voice for what is known."""
    return any(line.outcome is not Outcome.CORROBORATION for line in delivery.alert.lines)


class _HistoryTooLongError(Exception):
    pass


# What the client lets through: its own errors, the socket's, broken HTTP, and a body that isn't what its headers say.
_FAILURES = (SlackClientError, OSError, HTTPException, ValueError, LookupError, AttributeError)


def _judge(error: BaseException) -> NotPosted | Uncertain:
    """Say what an exception of the client means: surely not posted where no request can have gone out, else unknown."""
    if isinstance(error, SlackApiError):
        data = error.response.data if isinstance(error.response.data, Mapping) else {}
        word = str(data.get("error", ""))
        verdict = _judge_answer(error.response.status_code, word if _WORD.fullmatch(word) else None, error.response.headers)
        needed = str(data.get("needed", ""))
        return NotPosted(f"{word}:{needed[:80]}", is_permanent=True) if word == "missing_scope" and needed else verdict
    if isinstance(error, URLError):  # while connecting or sending; urllib does not say which
        cause = error.reason
        if isinstance(cause, (socket.gaierror, ConnectionRefusedError, ssl.SSLCertVerificationError)):
            return NotPosted(f"connect_failed:{type(cause).__name__}")
        return Uncertain(f"connection_lost:{type(cause).__name__}")
    return Uncertain(f"timeout:{type(error).__name__}" if isinstance(error, TimeoutError) else f"connection_lost:{type(error).__name__}")


def _judge_answer(status: int, word: str | None, headers: Mapping[str, Any]) -> NotPosted | Uncertain:
    """`word` is Slack's own error name, `None` where the answer is not Slack's (a proxy's page, half a body)."""
    if status == 429 or word in _RATE_LIMITS:
        return NotPosted("ratelimited", retry_after_seconds=_retry_after(headers))
    if status >= 500 or word in _HALF_DONE:
        return Uncertain(word or f"http_{status}")
    if word is None:
        return Uncertain("answer_not_from_slack") if status < 400 else NotPosted(f"http_{status}")
    return NotPosted(word, is_permanent=word in _PERMANENT or word in _MESSAGE_FAULTS, is_message_fault=word in _MESSAGE_FAULTS)


def _retry_after(headers: Mapping[str, Any]) -> float | None:
    """Seconds of a Retry-After header; `None` without one, or for a value that is no number (a date is not Slack's way)."""
    value = next((str(value[0] if isinstance(value, list) else value) for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(value) if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", value.strip()) else None


def _pages(ask: Callable[[str | None], Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the pages of a cursored method; raise `_HistoryTooLongError` when more remain than we are willing to read."""
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


def _silent_logger() -> logging.Logger:
    """The client logs addresses and bodies, secrets among them; what matters of them comes back as a result."""
    logger = logging.Logger("slack", level=logging.CRITICAL)
    logger.addHandler(logging.NullHandler())
    return logger
