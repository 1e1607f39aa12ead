"""What holds for every test: hypothesis without a deadline, since a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("monitor", deadline=None, print_blob=True)
settings.load_profile("monitor")
