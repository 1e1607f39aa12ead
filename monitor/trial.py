"""A test alert to one channel, and what its failure means in the words of whoever set it up."""

from __future__ import annotations

import secrets as chance
from dataclasses import dataclass

from monitor.app import Project, open_others
from monitor.daemon import utc_now
from monitor.errors import UsageError
from monitor.model import Alert, Delivery, NotPosted, Posted
from monitor.notifiers.remedies import explain_failure
from monitor.notifiers.slack import SlackNotifier, SlackWebhookNotifier
from monitor.notifiers.ways import explain_other, is_other

_HEADLINE = "This is a test: alerts of the news monitor will arrive here"


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a test alert, in lines for whoever asked."""

    has_arrived: bool
    lines: tuple[str, ...]


def try_channel(project: Project, channel: str) -> Trial:
    """Post one alert marked as a test; say what to do where it does not arrive, or could not be looked up later.

    A webhook posts in the channel that it was made for, whatever `channel` says. Raises UsageError where Slack has no secret.
    """
    if is_other(channel):
        return _try_other(project, channel)
    if project.secrets.slack_webhook is not None:
        result = SlackWebhookNotifier(project.secrets.slack_webhook.get_secret_value()).send(_a_test("webhook:"))
        if isinstance(result, Posted):
            return Trial(True, ("posted, in the channel that the webhook was made for",))
        return Trial(False, (f"not posted: {explain_failure(result, 'its channel')}",))
    if project.secrets.slack_token is None:
        raise UsageError("there is no Slack to test: set SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL (docs/slack.md)")
    slack = project.settings.slack
    return _try_token(SlackNotifier(project.secrets.slack_token.get_secret_value(), base_url=slack.base_url, default_channel=slack.default_channel), channel)


def _try_other(project: Project, channel: str) -> Trial:
    notifier = open_others(project).get(channel.partition(":")[0])
    result = notifier.send(_a_test(channel)) if notifier is not None and channel in project.secrets.others else NotPosted("no_secret")
    if isinstance(result, Posted):
        return Trial(True, (f"{channel}: posted",))
    return Trial(False, (f"{channel}: not posted: {explain_other(result, channel)}",))


def _try_token(notifier: SlackNotifier, channel: str) -> Trial:
    delivery = _a_test(f"slack:{channel}")
    result = notifier.send(delivery)
    if not isinstance(result, Posted):
        return Trial(False, (f"{channel}: not posted: {explain_failure(result, channel)}",))
    found = notifier.find_posted(delivery)
    if not isinstance(found, Posted):
        note = f"note: it could not be looked up, so an alert whose answer is lost may come twice: {explain_failure(found, channel)}"
        return Trial(True, (f"{channel}: posted", note))
    return Trial(True, (f"{channel}: posted, and found again",))


def _a_test(channel: str) -> Delivery:
    name = f"test-{chance.token_hex(6)}"
    now = utc_now()
    alert = Alert(name, "", "monitor notify-test", "", "", now, _HEADLINE, (), "News monitor", None, None, None, 1, 1, (channel,))
    return Delivery(name, alert, channel)
