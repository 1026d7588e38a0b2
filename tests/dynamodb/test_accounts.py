"""Accounts on AWS's own engine: a document verifies one of them, however many come at once."""

from tests.domain.test_accounts_claims import *  # noqa: F403
from tests.domain.test_accounts_documents import *  # noqa: F403 (the same tests, another engine)
