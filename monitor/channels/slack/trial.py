"""A test alert to one channel of Slack, and what its failure means in the words of whoever set it up."""

from __future__ import annotations

import asyncio

from monitor.channels.kinds import Trial
from monitor.channels.slack.kind import SlackSettings
from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier
from monitor.channels.slack.remedies import explain_failure, explain_no_answers
from monitor.channels.slack.socket import find_obstacle
from monitor.model import Channel, Delivery, NotPosted, Posted, Uncertain


def try_webhook(url: str, test: Delivery) -> Trial:
    """Post in the channel that the webhook was made for."""
    result = SlackWebhookNotifier(url).send(test)
    if isinstance(result, Posted):
        return Trial(True, ("posted, in the channel that the webhook was made for",))
    what = "not known whether it was posted" if isinstance(result, Uncertain) else "not posted"
    return Trial(False, (f"{what}: {explain_failure(result, 'its channel')}",))


def try_token(token: str, settings: SlackSettings, test: Delivery) -> Trial:
    """Post, and look it up as a daemon would that has just been started: one that knows no more of the channel than its
    name.
    """

    def open_notifier() -> SlackNotifier:
        return SlackNotifier(token, base_url=settings.base_url, default_channel=settings.default_channel)

    channel = Channel.parse(test.channel).name
    result, found = open_notifier().send(test), None
    if not isinstance(result, NotPosted):
        found = open_notifier().find_posted(test)
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


def try_answers(app_token: str, base_url: str, trial: Trial) -> Trial:
    """Return the trial with whether answers will be heard as well."""
    obstacle = asyncio.run(find_obstacle(app_token, base_url))
    heard = (
        "answers will be heard" if obstacle is None else f"answers will not be heard: {explain_no_answers(obstacle)}"
    )
    return Trial(trial.has_arrived and obstacle is None, (*trial.lines, heard))
