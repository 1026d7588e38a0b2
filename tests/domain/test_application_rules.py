"""Who may do what with an application, from where: what is allowed, and all else is not."""

import pytest

from chalicelib.actors import SYSTEM, Actor, grants
from chalicelib.domain.applications import Act, Illegal, Relation, State, moving, rules
from chalicelib.errors import Forbidden
from tests.applications import ANNA, HEAD_OF_IT, OFFICER
from tests.factories import an_officer

# From each state the acts that it allows, and where they lead; nothing else is allowed.
ALLOWED = {
    "awaiting_cosign": "invite:awaiting_cosign cosign:submitted decline:withdrawn "
    "withdraw:withdrawn expire:expired",
    "submitted": "register:registered withdraw:withdrawn",
    "registered": "take:in_review transfer:transferred withdraw:withdrawn escalate:registered",
    "transferred": "take:in_review transfer:transferred withdraw:withdrawn escalate:transferred",
    "in_review": "take:in_review ask:info_requested transfer:transferred prepare:decision_pending "
    "withdraw:withdrawn escalate:in_review",
    "info_requested": "answer:in_review remind:info_requested withdraw:withdrawn expire:expired",
    "decision_pending": "send_back:in_review approve:approved refuse:refused withdraw:withdrawn "
    "escalate:decision_pending",
    "approved": "produce:in_production complete:completed document:approved",
    "in_production": "make_ready:ready document:in_production",
    "ready": "hand_over:completed document:ready",
    "refused": "appeal:refused remand:in_review document:refused",
    "expired": "reopen:in_review",
    "completed": "document:completed",
    "withdrawn": "",
}
MOVES = {
    (state, *pair.split(":")) for state, allowed in ALLOWED.items() for pair in allowed.split()
}

# For each act who may do it, and as what they never may, whatever else they are.
DOES = {
    "submit": "resident",
    "invite": "system",
    "cosign": "cosigner",
    "decline": "cosigner",
    "register": "system",
    "take": "officer, never owner cosigner party decider",
    "ask": "officer, never owner cosigner party",
    "remind": "system",
    "answer": "owner",
    "transfer": "officer, never owner cosigner party",
    "prepare": "officer, never owner cosigner party decider",
    "send_back": "head, never owner cosigner party",
    "approve": "head, never owner cosigner party preparer decider",
    "refuse": "head, never owner cosigner party preparer decider",
    "document": "system",
    "produce": "officer, never owner cosigner party",
    "make_ready": "officer, never owner cosigner party",
    "hand_over": "officer, never owner cosigner party",
    "complete": "system",
    "withdraw": "owner",
    "expire": "system",
    "reopen": "owner",
    "appeal": "owner",
    "remand": "system",
    "escalate": "system",
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_leads_where_the_table_says_and_from_elsewhere_nowhere(act, state):
    leads = [became for was, does, became in MOVES if (was, does) == (state, act)]

    if leads:
        assert moving.move(state, act) == leads[0]
        return
    with pytest.raises(Illegal) as refused:
        moving.move(state, act)
    possible = {does for was, does, _ in MOVES if was == state}
    assert refused.value.code == "illegal_transition"
    assert refused.value.more["state"] == state
    assert set(refused.value.more["allowed"]) == possible


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("relation", Relation)
def test_an_act_is_for_one_relation_and_for_no_other(act, relation):
    who, _, never = DOES[act].partition(", never ")

    if relation == who:
        rules.admit(act, {relation})
        for forbidden in never.split():
            with pytest.raises(Forbidden):
                rules.admit(act, {relation, Relation(forbidden)})
        for harmless in set(Relation) - {Relation(each) for each in never.split()}:
            rules.admit(act, {relation, harmless})
    else:
        with pytest.raises(Forbidden):
            rules.admit(act, {relation})


def test_the_tables_of_this_test_speak_of_everything():
    assert set(ALLOWED) == set(State)
    assert set(DOES) == set(Act)


@pytest.mark.parametrize(
    ("actor", "known", "are"),
    [
        (ANNA, {}, {"resident"}),
        (ANNA, {"owner": "anna"}, {"resident", "owner"}),
        (Actor("anna", level=0), {"owner": "anna"}, {"owner"}),
        (ANNA, {"owner": "org-1"}, {"resident"}),
        (ANNA, {"owner": "org-1", "acts_for": ["org-1"]}, {"resident", "owner"}),
        (ANNA, {"cosigns": True}, {"resident", "cosigner"}),
        (ANNA, {"owner": "org-1", "parties": ["anna"]}, {"resident", "party"}),
        (Actor(""), {"owner": None}, set()),
        (OFFICER, {"authority": "registry"}, {"resident", "officer"}),
        (OFFICER, {"authority": "housing"}, {"resident"}),
        (OFFICER, {"prepared_by": "officer"}, {"resident", "preparer"}),
        (an_officer("case_officer"), {"authority": "housing"}, {"resident", "officer"}),
        (HEAD_OF_IT, {"authority": "registry"}, {"resident", "head"}),
        (HEAD_OF_IT, {"judges": ["head", "officer"]}, {"resident", "decider"}),
        (OFFICER, {"judges": ["head", "officer"]}, {"resident", "decider"}),
        (Actor(""), {"judges": [None, ""], "parties": [None, ""]}, set()),
        (SYSTEM, {"authority": "registry"}, {"system"}),
        (an_officer("moderator"), {"authority": "registry"}, {"resident"}),
        (Actor("x", grants=grants(["agency.registry"])), {"authority": "registry"}, set()),
    ],
)
def test_what_somebody_is_to_an_application(actor, known, are):
    assert rules.relations(actor, **known) == are


def test_nobody_sees_an_application_for_being_a_resident_or_having_decided_once():
    seeing = {relation for relation in Relation if rules.sees({relation})}

    assert seeing == {"owner", "cosigner", "officer", "head", "system"}
