"""Composing a ballot, freezing it, and stopping it."""

from datetime import timedelta

import pytest

from chalicelib.catalogue import Text
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Draft, drafts, usecases
from chalicelib.domain.ballots.definition import Audience, Material, Option, Type
from chalicelib.domain.ballots.drafts import wrong_with
from chalicelib.domain.ballots.rules import State
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.ballots import (
    OFFICER,
    OPENS,
    a_draft,
    a_question,
    composed,
    options,
    text,
)
from tests.factories import MONDAY, a_resident, an_officer

REASON = "The land was sold meanwhile, so the question is void."


HOURS = timedelta(hours=1)


def blanks(**given):
    return set(wrong_with(drafts.tidy(a_draft(**given)), MONDAY))


def test_nothing_is_wrong_with_a_ballot_that_says_everything():
    assert blanks() == set()


def test_everything_that_a_ballot_lacks_is_named_at_once():
    assert set(wrong_with(Draft(), MONDAY)) == {
        *(
            f"{field}.{language}"
            for field in ("title", "why", "promise")
            for language in Text.__struct_fields__
        ),
        "questions",
        "audience.areas",
        "opens_at",
        "closes_at",
        "agency",
    }


Q, NONE = "questions.0", ()


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        (a_question(Type.SINGLE), NONE),
        (a_question(Type.SINGLE, options=options("a")), [f"{Q}.options"]),
        (a_question(Type.SINGLE, id="Q 1"), [f"{Q}.id"]),
        (
            a_question(Type.SINGLE, options=options("a", "a")),
            [f"{Q}.options.0.id", f"{Q}.options.1.id"],
        ),
        (
            a_question(Type.SINGLE, options=(*options("a"), Option("b", Text("", "b")))),
            [f"{Q}.options.1.text.ru"],
        ),
        (a_question(Type.YES_NO, options=options("a", "b")), [f"{Q}.options"]),
        (a_question(Type.RATING, options=options(*"123456")), [f"{Q}.options"]),
        (a_question(Type.MULTI, least=1, most=4), NONE),
        (a_question(Type.MULTI, least=1, most=5), [f"{Q}.most"]),
        (a_question(Type.RANK, least=3, most=2), [f"{Q}.most"]),
        (a_question(Type.RANK, least=0, most=2), [f"{Q}.most"]),
        (a_question(Type.BUDGET, budget=100, options=options("a", "b", costs=100)), NONE),
        (
            a_question(Type.BUDGET, budget=99, options=options("a", "b", costs=100)),
            [f"{Q}.options.0.cost", f"{Q}.options.1.cost"],
        ),
        (a_question(Type.BUDGET, budget=0, options=options("a", "b", costs=1)), [f"{Q}.budget"]),
    ],
)
def test_a_question_has_to_be_one_that_can_be_answered_and_counted(question, wrong):
    assert blanks(questions=(question,)) == set(wrong)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"opens_at": MONDAY + HOURS}, NONE),
        ({"opens_at": MONDAY + HOURS - timedelta(seconds=1)}, ["opens_at"]),
        ({"closes_at": OPENS}, ["closes_at"]),
        ({"closes_at": MONDAY + timedelta(days=367)}, ["closes_at"]),
        ({"agency": "nobody"}, ["agency"]),
        ({"title": Text("Парк", "")}, ["title.en"]),
        ({"title": Text("П" * 201, "Park")}, ["title.ru"]),
        ({"quorum": -1}, ["quorum"]),
        ({"points": 101}, ["points"]),
        ({"audience": Audience(("helsinki",), min_age=101)}, ["audience.min_age"]),
        ({"audience": Audience(("mikonkatu-18",))}, ["audience.title.ru"]),
        ({"audience": Audience(("mikonkatu-18",), title=text("Our yard"))}, NONE),
        ({"audience": Audience(("Mikonkatu 18",), title=text("Our yard"))}, ["audience.areas"]),
        ({"audience": Audience(tuple(f"h-{n}" for n in range(201)))}, ["audience.areas"]),
        ({"materials": (Material(text("Map"), "javascript:x"),)}, ["materials.0.url"]),
        ({"questions": (a_question(), a_question())}, ["questions.0.id", "questions.1.id"]),
    ],
)
def test_what_cannot_be_frozen_is_named(given, wrong):
    assert blanks(**given) == set(wrong)


@pytest.mark.usefixtures("tables")
class TestDrafts:
    def test_a_draft_may_lack_whatever_it_likes(self):
        ballot = ballots.compose(Draft(), by=OFFICER, at=MONDAY)

        assert usecases.draft_of(ballots.shown(ballot.id, by=OFFICER)) == Draft()

    def test_what_was_composed_is_what_is_read(self):
        draft = a_draft(questions=(a_question(Type.MULTI, least=1, most=2), a_question(id="q2")))

        kept = ballots.shown(ballots.compose(draft, by=OFFICER, at=MONDAY).id, by=OFFICER)

        assert usecases.draft_of(kept) == drafts.tidy(draft)
        assert [option.id for option in usecases.draft_of(kept).questions[1].options] == [
            "yes",
            "no",
        ]

    @pytest.mark.parametrize("group", ["admin", "operator", "moderator", "agency.parks", "auditor"])
    def test_nobody_but_an_officer_for_ballots_composes(self, group):
        with pytest.raises(Forbidden):
            ballots.compose(a_draft(), by=an_officer(group), at=MONDAY)

    def test_a_draft_is_nobodys_business_but_theirs_and_the_auditors(self):
        ballot = composed()

        assert ballots.shown(ballot.id, by=an_officer("auditor")).id == ballot.id
        for other in (a_resident(), an_officer("admin")):
            with pytest.raises(NotFound):
                ballots.shown(ballot.id, by=other)

    def test_of_two_officers_who_change_a_draft_the_second_is_told(self, monkeypatch):
        stale = usecases.find(composed().id)
        ballots.change(stale.id, a_draft(points=5), by=OFFICER, at=MONDAY)
        monkeypatch.setattr("chalicelib.domain.ballots.composing.find", lambda _: stale)

        with pytest.raises(Conflict):
            ballots.change(stale.id, a_draft(points=7), by=OFFICER, at=MONDAY)

        assert usecases.draft_of(usecases.find(stale.id)).points == 5

    def test_who_saw_an_older_version_changes_nothing(self):
        ballot = composed()
        ballots.change(ballot.id, a_draft(points=5), by=OFFICER, at=MONDAY, version=ballot.version)

        with pytest.raises(Conflict):
            ballots.change(ballot.id, a_draft(), by=OFFICER, at=MONDAY, version=ballot.version)

    def test_a_draft_with_blanks_is_not_scheduled_and_stays_a_draft(self):
        ballot = ballots.compose(Draft(), by=OFFICER, at=MONDAY)

        with pytest.raises(Invalid) as refused:
            ballots.schedule(ballot.id, by=OFFICER, at=MONDAY)

        assert {"title.ru", "questions", "opens_at"} <= set(refused.value.fields)
        assert usecases.find(ballot.id).state == State.DRAFT

    def test_a_draft_can_be_thrown_away(self):
        ballot = composed()

        ballots.cancel(ballot.id, reason=REASON, by=OFFICER, at=MONDAY)

        assert usecases.find(ballot.id).state == State.CANCELLED
        with pytest.raises(NotFound):
            ballots.shown(ballot.id, by=a_resident())
