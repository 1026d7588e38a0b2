"""The tally on AWS's own engine: each vote once, whatever was read before."""

from tests.domain.test_tally import *  # noqa: F403 (the same tests, another engine)
