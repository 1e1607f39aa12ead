"""A service that Apprise knows: "apprise:NAME". `kind` says how one is set up, `notifier` posts."""
