"""Points on AWS's own engine: thanked once, bought once, and the last piece is one voucher."""

from tests.domain.test_points import *  # noqa: F403 (the same tests, another engine)
from tests.domain.test_shop import *  # noqa: F403
from tests.domain.test_vouchers import *  # noqa: F403
