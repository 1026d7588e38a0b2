"""Points on AWS's own engine: thanked once, bought once, and the last piece is one voucher."""

import pytest

from tests.domain.test_points import *  # noqa: F403 (the same tests, another engine)
from tests.domain.test_shop import *  # noqa: F403
from tests.domain.test_vouchers import *  # noqa: F403


@pytest.fixture
def one_at_a_time(tables):
    """Here nobody needs to take turns: transactions are the engine's own."""
