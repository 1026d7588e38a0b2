"""Reports that repeat another one, on AWS's own engine: what is checked beside what is changed."""

from tests.domain.test_complaint_merging import *  # noqa: F403 (the same tests, another engine)
