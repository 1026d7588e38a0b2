"""Meters on AWS's own engine: a meter taken once, readings kept once, whoever sends them."""

from tests.domain.test_meter_readings import *  # noqa: F403
from tests.domain.test_meters import *  # noqa: F403 (the same tests, another engine)
from tests.domain.test_meters_bulk import *  # noqa: F403
from tests.domain.test_meters_bulk_chunks import *  # noqa: F403
