"""A webhook of the desk's own: "hook:NAME". `kind` says how one is set up, `notifier` posts."""
