"""Experts: what they think is sealed before anybody knows it, and opened as it was sealed."""

import hashlib
from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import PhaseClosed, Said, Score, State, Step, scores, scoring, sealing
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid
from chalicelib.models.fate import PANEL, REVIEWS, Code, Panel, Review
from chalicelib.models.idea import Idea, own
from tests.factories import an_officer
from tests.fates import (
    CHOSEN,
    DINA,
    EXPERTS,
    GLEB,
    OPEN_TIME,
    SALT,
    SCORE,
    SEALED,
    VERA,
    in_review,
    known,
    scored,
    sealed,
)
from tests.ideas import AGENCY, ANNA, DAY, EXPERTS_TIME, LEADER, WHY, events, opened, published

pytestmark = pytest.mark.usefixtures("tables")
CODE, OTHER = "K7QF-2M9X-PDTA-30NB", "AAAA-BBBB-CCCC-DDDD"


def seal(idea, by, commitment=SEALED, at=EXPERTS_TIME):
    return sealing.seal(known(idea, by), commitment, by=by, at=at)


def opens(idea, by, score=SCORE, salt=SALT, at=OPEN_TIME):
    return sealing.open(known(idea, by), score, salt, by=by, at=at)


def by_code(idea, by, score=SCORE, code=CODE, at=EXPERTS_TIME):
    return sealing.seal_by(known(idea, by), score, code, by=by, at=at)


def longer(idea, until, *, at):
    said = Said(until=until.date())
    return ideas.take(idea.id, Step.PROLONG, said, by=LEADER, at=at)


def panel(idea):
    return Panel.get(idea.id, PANEL)


def test_a_seal_is_the_sha_256_that_anybody_reckons():
    written = b'{"cost":3,"effect":4,"legal":5,"time":2}' + SALT.encode()

    assert scores.commitment(Score(4, 3, 5, 2), SALT) == hashlib.sha256(written).hexdigest()
    salt = scores.salt_by(CODE, "I-1")
    assert salt == scores.salt_by(" k7qf2m9x pdta30nb", "I-1") != scores.salt_by(CODE, "I-2")
    assert scores.wrong_with_salt(salt) is None
    assert scores.found(scores.commitment(SCORE, salt), salt) == SCORE
    assert scores.found(scores.commitment(SCORE, salt), scores.salt_by(OTHER, "I-1")) is None
    mean = scores.mean([Score(4, 3, 5, 2), Score(5, 3, 5, 2), Score(5, 3, 5, 3)])
    assert mean == (4.7, 3.0, 5.0, 2.3, 15.0)


def test_scores_are_sealed_opened_and_published_after_the_phase():
    project = opened()
    idea = sealed(in_review(project))
    assert (idea.state, panel(idea).sealed) == (State.EXPERT_REVIEW, 3)
    early = ideas.fate_of(idea.id, by=ANNA, at=EXPERTS_TIME).scores
    assert (early.sealed, early.given) == (3, [])
    with pytest.raises(Conflict, match="when the time for sealing them is over"):
        opens(idea, VERA, at=EXPERTS_TIME)

    for expert in EXPERTS:
        for _ in range(2):
            opens(idea, expert)

    assert panel(idea).opened == 3
    meanwhile = ideas.fate_of(idea.id, by=ANNA, at=OPEN_TIME).scores
    assert [one.commitment for one in meanwhile.given] == [SEALED] * 3
    assert not any(one.score or one.salt for one in meanwhile.given)
    assert ideas.fate_of(idea.id, by=LEADER, at=OPEN_TIME).scores.mean.total == 14
    later = ideas.fate_of(idea.id, by=ANNA, at=OPEN_TIME + 3 * DAY).scores
    assert {(one.score, one.salt) for one in later.given} == {(SCORE, SALT)}


def test_who_opens_another_score_than_they_sealed_is_refused():
    idea = sealed(in_review(opened()))

    for score, salt in ((Score(5, 3, 5, 2), SALT), (SCORE, "t" * 32), (SCORE, "short")):
        with pytest.raises(Invalid) as refused:
            opens(idea, VERA, score, salt)
        assert set(refused.value.fields) == {"salt"}
    assert panel(idea).opened == 0


def test_once_a_score_is_open_nobody_seals_another():
    idea = in_review(opened())
    late = known(sealed(idea), DINA)
    opens(idea, VERA)
    with pytest.raises(Conflict, match="is over"):
        seal(idea, DINA, at=EXPERTS_TIME)

    with pytest.raises(Conflict, match="meanwhile"):  # nor whose page was opened before
        sealing.seal(late, "0" * 64, by=DINA, at=EXPERTS_TIME)


def test_the_desk_of_an_expert_tells_what_is_done_and_what_is_left():
    project = opened(ideas_each=5)
    titles = ("A roof", "A fountain", "A slide", "A swing")
    done, declined, left, shut = (in_review(project, title=title) for title in titles)
    for expert in EXPERTS:
        seal(done, expert)
    seal(shut, VERA)
    sealing.decline(known(declined, VERA), by=VERA, at=EXPERTS_TIME)

    def tasks(by, at=EXPERTS_TIME):
        return {one.known.idea.id: one.task for one in ideas.to_score(AGENCY, by=by, at=at).items}

    mine = tasks(VERA)
    assert mine == {left.id: "seal", done.id: "sealed", declined.id: "interest", shut.id: "sealed"}
    assert next(iter(mine)) == left.id  # what is still to be done comes first
    theirs = {left.id: "seal", done.id: "sealed", declined.id: "seal", shut.id: "seal"}
    assert tasks(GLEB) == theirs  # what another expert has said is nothing to them
    opens(done, GLEB)
    late = tasks(VERA, at=OPEN_TIME)
    assert late == {done.id: "open", left.id: "missed", declined.id: "interest", shut.id: "too_few"}
    assert tasks(GLEB, at=OPEN_TIME)[done.id] == "opened"
    longer(shut, OPEN_TIME + DAY, at=OPEN_TIME)
    assert tasks(VERA, at=OPEN_TIME)[shut.id] == "sealed"


def test_another_round_is_to_be_sealed_anew_and_nobody_scores_their_own():
    idea = in_review(opened())
    for expert in EXPERTS[:2]:
        seal(idea, expert)
    task = scoring.task_of(known(idea, VERA), by=VERA, at=OPEN_TIME)
    assert task == "too_few"
    seal(idea, DINA)
    opens(idea, VERA)
    longer(idea, OPEN_TIME + DAY, at=OPEN_TIME)

    again = known(idea, VERA)

    assert scoring.task_of(again, by=VERA, at=OPEN_TIME) == "seal"
    idea.authors = {"vera"}
    assert scoring.task_of(again._replace(idea=idea), by=VERA, at=OPEN_TIME) == "own"


def test_an_interest_excludes_this_idea_and_takes_back_what_was_sealed():
    idea = in_review(opened())
    seal(idea, VERA)
    sealing.decline(known(idea, VERA), by=VERA, at=EXPERTS_TIME)

    assert panel(idea).sealed == 0
    with pytest.raises(Conflict, match="interest"):
        seal(idea, VERA)
    with pytest.raises(Conflict, match="interest"):
        opens(idea, VERA)
    assert ideas.fate_of(idea.id, by=ANNA, at=OPEN_TIME).scores.declined == 1


def test_an_interest_that_was_declared_holds_in_another_round_as_well():
    idea = in_review(opened())
    sealing.decline(known(idea, VERA), by=VERA, at=EXPERTS_TIME)
    panel(idea).update([Panel.round.set(2)])

    with pytest.raises(Conflict, match="interest"):
        seal(idea, VERA)
    assert ideas.fate_of(idea.id, by=ANNA, at=OPEN_TIME).scores.declined == 1


def test_whoever_changes_their_mind_in_time_is_counted_once():
    idea = in_review(opened())
    for _ in range(2):
        seal(idea, VERA, "0" * 64)
    seal(idea, VERA)

    assert panel(idea).sealed == 1
    with pytest.raises(Conflict, match="fewer than three"):
        opens(idea, VERA)
    with pytest.raises(Invalid):
        seal(idea, VERA, "no hash")


def test_who_is_no_expert_of_this_agency_or_wrote_it_scores_nothing():
    vera = an_officer(f"expert.{AGENCY}", "anna")
    idea = in_review(opened())

    for other in (LEADER, an_officer("expert.roads"), vera):
        with pytest.raises(Forbidden):
            seal(idea, other)
    seal(idea, an_officer("expert", "for-all"))
    fresh = published(opened())
    with pytest.raises(Illegal):
        seal(fresh, VERA)


def test_on_pages_a_code_seals_and_opens_all_at_once_and_is_not_kept(monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 1)
    project = opened(ideas_each=3)
    one, other = in_review(project), in_review(project, title="Another roof")
    for expert in EXPERTS:
        by_code(one, expert)
    by_code(other, VERA, Score(1, 1, 1, 1))
    with pytest.raises(Invalid) as wrong:
        by_code(other, VERA, code=OTHER)
    assert set(wrong.value.fields) == {"code"}
    kept = Code.get(own("vera"), f"code#{project.id}")
    assert (kept.digest, kept.ideas) == (scores.digest(CODE), {one.id, other.id})
    said = Review.query(one.id, Review.part.startswith(REVIEWS))
    assert not any(each.salt or each.score for each in said)

    both = sealing.sealed_by_code(project.id, by=VERA)
    with pytest.raises(Conflict, match="yet"):
        sealing.open_by(both, CODE, by=VERA, at=EXPERTS_TIME)
    with pytest.raises(Invalid):
        sealing.open_by(both, OTHER, by=VERA, at=OPEN_TIME)
    assert sealing.open_by(both, CODE, by=VERA, at=OPEN_TIME) == 1  # the other has one seal alone

    assert [each.idea.id for each in sealing.waiting(both, by=VERA)] == [other.id]
    given = ideas.fate_of(one.id, by=LEADER, at=OPEN_TIME).scores.given
    assert [each.score for each in given if each.score] == [SCORE]


def test_experts_are_given_more_time_and_score_anew_once_some_know_what_others_think():
    project = opened()
    idea = in_review(project)
    seal(idea, VERA)
    prolonged = longer(idea, EXPERTS_TIME + 4 * DAY, at=EXPERTS_TIME)
    assert (panel(idea).round, panel(idea).sealed) == (1, 1)
    assert prolonged.queued_at == panel(idea).seal_until
    for expert in (GLEB, DINA):
        seal(idea, expert)
    opens(idea, VERA, at=EXPERTS_TIME + 5 * DAY + timedelta(hours=1))

    again = EXPERTS_TIME + 5 * DAY + timedelta(hours=2)
    longer(idea, EXPERTS_TIME + 5 * DAY, at=again)
    assert (panel(idea).round, panel(idea).sealed, panel(idea).opened) == (2, 0, 0)
    assert known(idea, VERA).said is None
    seal(idea, VERA, at=again)
    with pytest.raises(Invalid) as refused:
        longer(idea, EXPERTS_TIME + 9 * DAY, at=again)
    assert set(refused.value.fields) == {"until"}


def test_with_too_few_scores_experts_have_a_week_when_their_phase_is_over():
    idea = sealed(in_review(opened()), by=(VERA,))
    over = OPEN_TIME + 4 * DAY
    with pytest.raises(Invalid, match="some fields"):
        longer(idea, over + 8 * DAY, at=over)

    longer(idea, over + 5 * DAY, at=over)
    for expert in (GLEB, DINA):
        seal(idea, expert, at=over)
    for expert in EXPERTS:
        opens(idea, expert, at=over + 6 * DAY + timedelta(hours=1))

    with pytest.raises(Conflict, match="it can be decided"):
        longer(idea, over + 12 * DAY, at=over + 7 * DAY)
    chosen = ideas.take(idea.id, Step.SELECT, CHOSEN, by=LEADER, at=over + 7 * DAY)
    assert chosen.state == State.SELECTED


def test_experts_are_asked_in_their_phase():
    idea = published(opened())

    with pytest.raises(PhaseClosed):
        ideas.take(idea.id, Step.REVIEW, Said(), by=LEADER, at=EXPERTS_TIME - 5 * DAY)
    with pytest.raises(Forbidden):
        ideas.take(idea.id, Step.REVIEW, Said(), by=VERA, at=EXPERTS_TIME)


def test_nothing_of_a_score_leads_to_the_expert_who_is_forgotten():
    project = opened()
    idea = scored(project)
    by_code(in_review(opened(), title="Another roof"), VERA)
    assert [one["idea"] for one in ideas.about("vera")["scored"]].count(idea.id) == 1

    ideas.forget("vera")

    assert ideas.about("vera")["scored"] == []
    assert list(Idea.query(own("vera"))) == []
    said = Review.query(idea.id, Review.part.startswith(REVIEWS))
    assert not any("vera" in str(one.serialize()) for one in (*said, *events(idea)))
    assert len(ideas.fate_of(idea.id, by=LEADER, at=OPEN_TIME).scores.given) == 3


def test_what_is_decided_without_three_open_scores_is_refused():
    idea = sealed(in_review(opened()))
    opens(idea, VERA)
    refuse = Said(text=WHY, why="money")

    for step, said in ((Step.SELECT, CHOSEN), (Step.NOT_SELECT, refuse), (Step.ASK_REWORK, refuse)):
        with pytest.raises(Conflict, match="three experts"):
            ideas.take(idea.id, step, said, by=LEADER, at=OPEN_TIME)
