"""Proofs on AWS's own engine: what is asked of a photo with the write, and one picture for two
repairs."""

from tests.domain.conftest import media, send  # noqa: F401
from tests.domain.test_proof import (  # noqa: F401 (the same tests, another engine)
    proof,
    pytestmark,
    test_a_photo_is_of_the_last_72_hours_by_the_citys_clock,
    test_a_photo_is_taken_within_a_hundred_metres_in_whichever_direction,
    test_one_picture_does_not_prove_two_repairs_that_are_answered_at_once,
    test_one_picture_does_not_prove_two_repairs_whichever_is_answered_first,
    test_one_that_comes_while_its_like_is_being_used_knows_of_it,
    test_what_a_year_has_passed_over_may_be_shown_again,
    test_what_was_sent_and_taken_out_again_is_in_nobodys_way,
)
