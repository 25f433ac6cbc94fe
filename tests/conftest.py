"""What holds for every test."""

from hypothesis import settings

# No test is timed: the machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
