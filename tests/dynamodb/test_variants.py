"""Own words on AWS's own engine: kept with the vote or not at all, and decided once."""

from tests.domain.test_ballot_variants import (  # noqa: F401 (the same tests, another engine)
    ballot,
    cast,
    test_a_decision_can_be_taken_back_and_the_figures_follow,
    test_a_long_list_goes_on,
    test_a_vote_and_what_was_written_are_kept_together_or_not_at_all,
    test_the_same_request_once_more_writes_nothing_twice,
    test_two_officers_at_once_decide_each_variant_once,
)
