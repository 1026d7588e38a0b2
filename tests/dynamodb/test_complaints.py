"""Complaints on AWS's own engine: filed once, judged once, moved by one officer at a time."""

from tests.domain.test_complaint_filing import *  # noqa: F403 (the same tests, another engine)
