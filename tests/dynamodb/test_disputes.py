"""Disputes on AWS's own engine: one is open at a time, and it is decided once."""

from tests.domain.test_dispute_decisions import (  # noqa: F401 (the same tests, another engine)
    test_an_appeal_is_decided_by_another_officer_and_that_is_final,
    test_what_is_upheld_stands_beside_the_results_and_says_what_it_does_not_change,
)
from tests.domain.test_dispute_filing import (  # noqa: F401
    test_only_one_of_a_kind_is_open_for_a_person_and_ballot,
    test_the_same_dispute_sent_twice_is_one,
    test_two_at_the_same_moment_and_one_is_kept,
    test_what_was_withdrawn_can_be_disputed_again_and_is_let_go,
)
from tests.domain.test_disputes import (  # noqa: F401
    _ballot,
    test_two_officers_at_once_and_only_one_decides,
    test_what_the_officer_saw_has_to_be_what_is_decided,
)
