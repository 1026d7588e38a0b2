"""Applications on AWS's own engine: one act at a time, one document, one appeal."""

from tests.domain.test_application_cosigning import (  # noqa: F401 (the same, another engine)
    _accounts,
    test_they_are_asked_once_and_only_as_long_as_it_waits,
    test_two_who_sign_at_once_do_not_lose_a_signature,
)
from tests.domain.test_application_decisions import (  # noqa: F401
    test_an_appeal_is_approved_and_the_first_remanded_or_neither,
    test_an_appeal_that_is_right_undoes_the_refusal_and_gives_it_a_new_clock,
    test_two_appeals_at_once_and_one_is_kept,
)
from tests.domain.test_application_races import (  # noqa: F401
    at_once,
    test_an_answer_comes_as_the_application_runs_out,
    test_it_runs_out_as_the_answer_comes,
    test_two_heads_sign_it_and_there_is_one_document,
    test_two_officers_prepare_it_and_one_decision_waits,
    test_two_officers_take_it_and_one_has_it,
)
