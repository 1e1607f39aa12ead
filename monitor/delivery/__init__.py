"""Brings what was decided to its channels, in order and once: `dispatch` sends, `retries` judges what failed.

When an alert may speak, and with which others, is pure and lies in `core.alerts.throttling`; the outbox is the store's.
"""
