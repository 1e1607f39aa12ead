"""What holds for every test: hypothesis without a deadline, since a busy machine is no failure; servers that misbehave."""

from hypothesis import settings

pytest_plugins = ("tests.faultlab.serving",)

settings.register_profile("monitor", deadline=None, print_blob=True)
settings.load_profile("monitor")
