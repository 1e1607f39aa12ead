"""Feeds, articles and the watched folder in their time: when each is asked, what of it is new, how it fares."""
