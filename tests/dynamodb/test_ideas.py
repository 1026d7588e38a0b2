"""Ideas on AWS's own engine: a comment lies in one place wherever it moves, what is scarce in
rating is given once, two become one with all who are their authors, and a draft that is thrown away
is opened by nobody."""

from tests.domain.test_idea_drafts import (  # noqa: F401 (the same tests, another engine)
    test_nothing_is_changed_or_opened_that_was_thrown_away_meanwhile,
    test_what_is_open_or_was_changed_meanwhile_is_not_thrown_away,
)
from tests.domain.test_idea_hosting import (  # noqa: F401
    idea,
    project,
    test_a_comment_begins_a_thread_with_all_answers_and_old_addresses_lead_there,
    test_a_thread_out_of_one_that_still_moves_takes_its_own_answers,
    test_of_two_who_invite_at_once_one_does,
    test_what_was_said_marked_and_credited_goes_along,
    test_who_answers_in_the_moment_in_which_it_moves_is_found_in_the_new_thread,
    thread,
)
from tests.domain.test_idea_merging import (  # noqa: F401
    test_the_idea_that_stays_knows_what_went_into_it_and_what_may,
    test_who_became_an_author_by_another_merging_is_asked_told_and_waited_for,
    test_who_becomes_an_author_in_the_moment_of_the_last_yes_is_not_passed_over,
    three,
)
from tests.domain.test_idea_pairs import (  # noqa: F401
    test_one_person_compares_a_thousand_pairs_and_no_more,
    test_pairs_are_those_compared_least_the_same_whenever_one_looks_and_each_once,
)
from tests.domain.test_idea_rating import (  # noqa: F401
    test_of_many_supports_at_once_no_more_are_taken_than_the_phase_allows,
    test_of_many_who_are_the_first_to_rate_at_once_all_are_kept,
)
from tests.domain.test_idea_split_races import (  # noqa: F401
    pytestmark,
    second,
    test_of_many_who_split_one_comment_at_once_it_begins_one_thread,
    test_two_threads_that_come_out_of_one_at_once_take_each_their_own,
    test_what_has_gone_from_below_is_no_answer_to_what_moves_after,
    test_what_two_workers_move_at_once_is_in_one_place,
    test_who_answers_marks_and_changes_while_it_moves_loses_nothing,
)
