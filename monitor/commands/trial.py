"""A test alert to one channel, and what its failure means in the words of whoever set it up."""

from __future__ import annotations

import asyncio
import secrets as chance
from collections.abc import Callable
from dataclasses import dataclass

from monitor.app.project import Project
from monitor.app.routes import open_others
from monitor.channels.registry import explain_other, is_other
from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier
from monitor.channels.slack.remedies import explain_failure, explain_no_answers
from monitor.channels.slack.socket import find_obstacle
from monitor.model import Alert, Delivery, NotPosted, Posted, Uncertain
from monitor.model.errors import UsageError
from monitor.polling.times import utc_now

_HEADLINE = "This is a test: alerts of the news monitor will arrive here"


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a test alert, in lines for whoever asked."""

    has_arrived: bool
    lines: tuple[str, ...]


def try_channel(project: Project, channel: str) -> Trial:
    """Post one alert marked as a test; say what to do where it does not arrive, or could not be looked up later.

    A webhook posts in the channel that it was made for, whatever `channel` says. Raises UsageError where Slack has no
    secret.
    """
    if is_other(channel):
        return _try_other(project, channel)
    if project.secrets.slack_webhook is not None:
        result = SlackWebhookNotifier(project.secrets.slack_webhook.get_secret_value()).send(_a_test("webhook:"))
        if isinstance(result, Posted):
            return Trial(True, ("posted, in the channel that the webhook was made for",))
        what = "not known whether it was posted" if isinstance(result, Uncertain) else "not posted"
        return Trial(False, (f"{what}: {explain_failure(result, 'its channel')}",))
    if project.secrets.slack_token is None:
        raise UsageError("there is no Slack to test: set SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL (docs/slack.md)")
    slack, token = project.settings.slack, project.secrets.slack_token.get_secret_value()

    def open_notifier() -> SlackNotifier:
        return SlackNotifier(token, base_url=slack.base_url, default_channel=slack.default_channel)

    trial = _try_token(open_notifier, channel)
    app_token = project.secrets.slack_app_token
    if app_token is None:
        return trial
    obstacle = asyncio.run(find_obstacle(app_token.get_secret_value(), slack.base_url))
    heard = (
        "answers will be heard" if obstacle is None else f"answers will not be heard: {explain_no_answers(obstacle)}"
    )
    return Trial(trial.has_arrived and obstacle is None, (*trial.lines, heard))


def _try_other(project: Project, channel: str) -> Trial:
    notifier = open_others(project).get(channel.partition(":")[0])
    result = (
        notifier.send(_a_test(channel))
        if notifier is not None and channel in project.secrets.others
        else NotPosted("no_secret")
    )
    if isinstance(result, Posted):
        return Trial(True, (f"{channel}: posted",))
    return Trial(False, (f"{channel}: not posted: {explain_other(result, channel)}",))


def _try_token(open_notifier: Callable[[], SlackNotifier], channel: str) -> Trial:
    """Post, and look it up as a daemon would that has just been started: one that knows no more of the channel than its
    name.
    """
    delivery = _a_test(f"slack:{channel}")
    result, found = open_notifier().send(delivery), None
    if not isinstance(result, NotPosted):
        found = open_notifier().find_posted(delivery)
    if isinstance(found, Posted):
        lost = "" if isinstance(result, Posted) else f"; its answer was lost ({result.reason})"
        return Trial(True, (f"{channel}: posted, and found again{lost}",))
    if isinstance(result, NotPosted):
        return Trial(False, (f"{channel}: not posted: {explain_failure(result, channel)}",))
    if isinstance(result, Uncertain):
        return Trial(False, (f"{channel}: not known whether it was posted: {explain_failure(result, channel)}",))
    assert found is not None
    note = (
        "note: it could not be looked up, so an alert whose answer is lost may come twice:"
        f" {explain_failure(found, channel)}"
    )
    return Trial(True, (f"{channel}: posted", note))


def _a_test(channel: str) -> Delivery:
    name = f"test-{chance.token_hex(6)}"
    now = utc_now()
    alert = Alert(
        name, "", "monitor notify-test", "", "", now, _HEADLINE, (), "News monitor", None, None, None, 1, 1, (channel,)
    )
    return Delivery(name, alert, channel)
