"""Slack: messages, cards, digests and controls as Block Kit, posting, and what a desk answers.

Order of reading: `kind` is the front door, `notifier` posts and `responses` says what came of it. What is posted:
`message`, `digest`, `card`, `controls` (the buttons), `text`. What comes back: `socket` listens, `answers` acts,
`workspace` says who may ask.
`trial` sends a test alert; `remedies` are the words for what failed.
"""
