"""Slack: messages, cards, digests and controls as Block Kit, posting, and what a desk answers."""
