"""Sessions on AWS's own engine: whoever signs in as they are closed is closed, or signs in anew."""

from tests.domain.conftest import pool as pool
from tests.domain.test_sessions import *  # noqa: F403 (the same tests, another engine)
