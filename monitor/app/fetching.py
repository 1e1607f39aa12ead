"""What the configuration says of feeds, and of every exchange with a server."""

from __future__ import annotations

from monitor.config.settings import Settings
from monitor.polling.schedule import FeedSource
from monitor.sources.fetch import FetchSettings


def feed_sources(settings: Settings) -> tuple[FeedSource, ...]:
    """Return the configured feeds."""
    fetch = settings.fetch
    return tuple(
        FeedSource(
            feed.name, feed.url, feed.every, feed.full_text, fetch.max_feed_bytes, fetch.max_article_bytes, feed.slowest
        )
        for feed in settings.feeds
    )


def fetch_settings(settings: Settings) -> FetchSettings:
    """Return the bounds of every exchange."""
    fetch = settings.fetch
    return FetchSettings(
        fetch.timeout, fetch.per_host, spacing=fetch.spacing, allow_private=fetch.allow_private, contact=fetch.contact
    )
