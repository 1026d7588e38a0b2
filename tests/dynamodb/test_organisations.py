"""Organisations on AWS's own engine: a number claimed once, an owner who always stays."""

from tests.domain.test_organisation_invitations import *  # noqa: F403
from tests.domain.test_organisation_members import *  # noqa: F403
from tests.domain.test_organisation_races import *  # noqa: F403 (the same tests, another engine)
from tests.domain.test_organisations import *  # noqa: F403
