"""What members may do for an organisation, what becomes of it, and which numbers there are."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain.organisations import rules
from chalicelib.domain.organisations.rules import Act, NewOrganisation, Power, Role, State
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.factories import a_resident, an_officer

S, R, P = State, Role, Power
# Everything that a member in each role may do, state by state; what is not here is refused.
MAY = {
    S.CLAIMED: {
        R.OWNER: {P.SEE, P.WRITE, P.MANAGE},
        R.SIGNATORY: {P.SEE, P.WRITE},
        R.ASSISTANT: {P.SEE, P.WRITE},
    },
    S.CONFIRMED: {
        R.OWNER: {P.SEE, P.WRITE, P.SUBMIT, P.MANAGE},
        R.SIGNATORY: {P.SEE, P.WRITE, P.SUBMIT},
        R.ASSISTANT: {P.SEE, P.WRITE},
    },
    S.ORPHANED: {role: {P.SEE, P.WRITE} for role in R},
    S.CLOSED: {role: {P.SEE} for role in R},
}


@pytest.mark.parametrize("power", Power)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_a_member_may_what_their_role_includes_where_it_counts(state, role, power):
    if power in MAY[state][role]:
        rules.admit(power, role, state)
    else:
        with pytest.raises(Forbidden):
            rules.admit(power, role, state)


@pytest.mark.parametrize("power", Power)
@pytest.mark.parametrize("state", State)
def test_who_is_no_member_may_nothing(state, power):
    with pytest.raises(Forbidden, match="not a member"):
        rules.admit(power, None, state)


def test_who_could_submit_is_told_what_is_missing_and_programs_in_which_state_it_is():
    with pytest.raises(rules.Unconfirmed, match="come to a service centre") as refused:
        rules.admit(Power.SUBMIT, Role.OWNER, State.CLAIMED)

    assert refused.value.code == "organisation_not_confirmed"
    assert refused.value.more == {"organisation_state": "claimed"}


def test_who_could_not_submit_anyway_is_told_that():
    with pytest.raises(Forbidden, match="only an owner or a signatory"):
        rules.admit(Power.SUBMIT, Role.ASSISTANT, State.CLAIMED)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_an_act_leads_where_the_table_says_or_nowhere(state, act):
    if state in rules.MOVES[act]:
        assert rules.move(state, act) in State
    else:
        with pytest.raises(Conflict):
            rules.move(state, act)


def test_nothing_but_reading_why_and_leaving_is_possible_once_it_is_closed():
    assert {act for act in Act if S.CLOSED in rules.MOVES[act]} == {Act.DECLINE, Act.LEAVE}


@pytest.mark.parametrize(
    ("state", "remaining", "becomes"),
    [
        (S.CONFIRMED, [R.OWNER], S.CONFIRMED),
        (S.CLAIMED, [], S.CLOSED),
        (S.ORPHANED, [R.ASSISTANT], S.ORPHANED),
        (S.ORPHANED, [], S.ORPHANED),
        (S.CLOSED, [], S.CLOSED),
    ],
)
def test_what_becomes_of_it_when_a_member_has_left(state, remaining, becomes):
    assert rules.left(state, remaining, of_the_city=False) is becomes
    assert rules.left(state, remaining, of_the_city=True) is becomes


def test_the_last_owner_stays_unless_they_leave_the_city():
    with pytest.raises(Conflict, match="keeps an owner"):
        rules.left(S.CONFIRMED, [R.SIGNATORY], of_the_city=False)

    assert rules.left(S.CONFIRMED, [R.SIGNATORY], of_the_city=True) is S.ORPHANED


@pytest.mark.parametrize(
    "by",
    [Actor(""), a_resident(), an_officer("admin"), an_officer("case_officer"), an_officer("clerk")],
)
def test_only_an_operator_confirms(by):
    with pytest.raises(Forbidden):
        rules.admit_operator(by, ())


def test_an_operator_confirms_nothing_of_their_own():
    rules.admit_operator(an_officer("operator", "olga"), ["anna"])
    with pytest.raises(Forbidden, match="of your own"):
        rules.admit_operator(an_officer("operator", "olga"), ["anna", "olga"])


def number(written, country="FI"):
    wrong = {}
    return rules.number(written, country=country, wrong=wrong), wrong


@pytest.mark.parametrize("written", ["7654321-2", " 76543212 ", "fi76543212", "FI 7654321-2"])
def test_a_business_id_is_kept_as_its_register_writes_it(written):
    assert number(written) == ("7654321-2", {})


@pytest.mark.parametrize(
    "written",
    ["7654321-3", "6754321-2", "765432-2", "number", "7654321-2-2", "-"],
)
def test_a_slip_in_a_business_id_is_found(written):
    _, wrong = number(written)

    assert "looks like this: 7654321-2" in str(wrong["number"])


def test_another_country_has_numbers_of_another_kind():
    assert number("10137025", "EE") == ("10137025", {})
    _, wrong = number("10137026", "EE")
    assert "register of businesses" in str(wrong["number"])


def test_of_a_country_whose_rule_is_not_known_a_number_is_any_short_text():
    assert number("a/17", "XX") == ("A/17", {})
    assert set(number("1" * 31, "XX")[1]) == {"number"}


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(Invalid) as refused:
        rules.check_new(NewOrganisation("1", "  ", "x" * 201), country="FI")

    assert set(refused.value.fields) == {"number", "name", "address"}


def test_what_was_typed_is_put_in_order():
    new = NewOrganisation("76543212", " Kulma \n Oy ", "Mikonkatu  18")

    assert rules.check_new(new, country="FI") == NewOrganisation(
        "7654321-2", "Kulma Oy", "Mikonkatu 18"
    )


def test_a_document_is_one_of_those_that_prove_it():
    assert rules.paper("register", " seen  today ") == "register: seen today"
    assert rules.paper("minutes", " ") == "minutes"
    with pytest.raises(Invalid):
        rules.paper("a word of honour", "")
