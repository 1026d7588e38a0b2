"""Casting on AWS's own engine: the roll and the vote together or neither, and once a person."""

from tests.casting import anna, ballot, boris  # noqa: F401 (fixtures)
from tests.domain.test_ballot_casting import (  # noqa: F401 (the same tests, another engine)
    pytestmark,
    test_a_code_that_somebody_used_is_refused_and_the_roll_stays_free,
    test_a_vote_is_taken_and_promised,
    test_an_answer_that_was_lost_at_the_last_second_comes_after_the_end_as_well,
    test_nobody_votes_twice,
    test_the_same_vote_again_is_the_same_receipt_to_the_byte,
)
from tests.domain.test_ballot_casting_at_once import (  # noqa: F401
    test_a_vote_that_is_on_its_way_when_the_ballot_closes_is_counted,
    test_a_vote_that_is_on_its_way_when_the_ballot_is_annulled_is_void_with_it,
    test_forty_who_send_the_same_vote_twice_at_one_instant_have_one_receipt_each,
    test_twice_at_once_with_the_same_code_is_one_vote_and_one_receipt,
    test_twice_at_once_with_two_codes_is_one_vote,
    test_two_hundred_residents_who_vote_twice_at_one_instant_are_two_hundred_votes,
    test_two_people_with_one_code_at_once_are_one_vote,
)
