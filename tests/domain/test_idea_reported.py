"""What everybody sees is reported, left, taken down; a version is hidden, a name taken away."""

from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    State,
    coauthors,
    flags,
    following,
    merging,
    moving_on,
    pending,
    rating,
    standing,
    usecases,
)
from chalicelib.domain.ideas.talk import Flaw
from chalicelib.domain.ideas.versions import hide
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid, NotFound
from chalicelib.models.idea import IdeaVersion
from chalicelib.models.idea_card import WHOLE, Ranking
from chalicelib.models.standing import HISTORY, LeadersEvent
from tests.factories import a_resident, an_officer
from tests.fates import sent_to_experts
from tests.ideas import (
    AFTER,
    ANNA,
    BORIS,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    RATING_TIME,
    REASON,
    changed,
    events,
    happened,
    opened,
    published,
    sent,
    some_words,
)
from tests.ideas_talk import PHASE, joined, rated_project, to_rate

pytestmark = pytest.mark.usefixtures("tables")
LATER = IDEAS_TIME + timedelta(minutes=31)
CLARA, DORA = a_resident("clara"), a_resident("dora")
ELSEWHERE = an_officer("moderator.kamppi", "kamppi")


def at_desk():
    return [(one.idea.id, one.flagged) for one in ideas.to_moderate("kluuvi", by=MODERATOR)]


def versions(idea):
    return ideas.versions(idea.id, by=BORIS).items


def taken_down(idea, at=LATER):
    return usecases.take_down(idea.id, code="abuse", reason=REASON, by=MODERATOR, at=at)


def test_an_idea_is_reported_once_by_whoever_reads_it_in_whatever_phase():
    idea = published(opened())
    with pytest.raises(Forbidden, match="of your own"):
        flags.flag(idea.id, Flaw.ABUSE, by=ANNA, at=AFTER)
    with pytest.raises(NotFound):
        flags.flag(sent(opened(area="kamppi")).id, Flaw.ABUSE, by=CLARA, at=AFTER)

    for _ in range(2):
        flags.flag(idea.id, Flaw.ABUSE, by=CLARA, at=AFTER)
    flags.flag(idea.id, Flaw.ILLEGAL, by=DORA, at=AFTER + timedelta(hours=1))

    ((found, flagged),) = at_desk()
    assert (found, flagged.flaws, flagged.queued_at) == (idea.id, {"abuse", "illegal"}, AFTER)
    assert flags.read(idea.id, by=MODERATOR).flagged.flaws == flagged.flaws
    assert flags.read(idea.id, by=CLARA).flagged is None


def test_what_is_reported_is_left_and_not_reported_by_the_same_person_again():
    idea = published(opened())
    flags.flag(idea.id, Flaw.ABUSE, by=CLARA, at=LATER)
    for other in (ELSEWHERE, CLARA, ANNA):
        with pytest.raises(Forbidden):
            flags.leave(idea.id, by=other, at=LATER)

    flags.leave(idea.id, by=MODERATOR, at=LATER)

    (told,) = events(idea, "idea.report_left")
    assert (told.actor, told.concerns) == (MODERATOR.id, None)
    with pytest.raises(Conflict, match="looked at this report"):
        flags.leave(idea.id, by=MODERATOR, at=LATER)
    flags.flag(idea.id, Flaw.ABUSE, by=CLARA, at=LATER)
    assert at_desk() == []


def test_what_is_taken_down_in_this_very_moment_is_not_reported():
    seen = published(opened())
    taken_down(seen)

    with pytest.raises(Conflict):
        flags.flag(seen, Flaw.ABUSE, by=CLARA, at=LATER)

    assert at_desk() == []


def test_what_is_taken_down_is_a_draft_that_its_authors_can_put_right():
    project = opened()
    idea = published(project)
    changed(idea, title="A roof for rain", at=LATER)
    flags.flag(idea.id, Flaw.ABUSE, by=CLARA, at=LATER)
    with pytest.raises(Invalid):
        usecases.take_down(idea.id, code="boring", reason="No.", by=MODERATOR, at=LATER)
    for other in (ELSEWHERE, LEADER, BORIS):
        with pytest.raises(Forbidden):
            usecases.take_down(idea.id, code="abuse", reason=REASON, by=other, at=LATER)

    down = taken_down(idea)

    assert (down.state, down.reason, at_desk()) == (State.DRAFT, REASON, [])
    with pytest.raises(NotFound):
        ideas.shown(idea.id, by=BORIS)
    with pytest.raises(NotFound):
        ideas.versions(idea.id, by=BORIS)
    assert int(ideas.mine_in(project.id, ANNA).ideas) == 0
    (told,) = events(idea, "idea.taken_down")
    assert (told.was, told.became, told.concerns) == ("published", "draft", {"anna"})
    assert ideas.overview(project.id, by=BORIS).without_fate == 0

    ideas.write(idea.id, some_words(title="A tent for rain"), by=ANNA, at=LATER)
    ideas.submit(idea.id, by=ANNA, at=LATER)
    again = ideas.publish(idea.id, by=MODERATOR, at=LATER)

    assert (again.state, again.edition) == (State.PUBLISHED, 3)
    (only,) = versions(idea)
    assert (only.number, only.first, only.words.title) == (3, True, "A tent for rain")
    assert changed(idea, title="A house for rain", at=LATER).edition == 3  # free for half an hour
    assert happened(idea)[-1] == "idea.edited"


def test_rankings_and_lists_leave_out_what_was_taken_down():
    project = rated_project()
    one, two = to_rate(project, 2)
    boris = joined(project)
    for idea in (one, two):
        rating.support(idea.id, True, by=boris, at=RATING_TIME)
        rating.of_idea(idea.id, at=RATING_TIME)
    rating.rank(project.id, at=RATING_TIME)

    taken_down(two, at=RATING_TIME)

    order = rating.order(project.id, PHASE, by=BORIS)
    assert [ranked.idea.id for ranked in order.items] == [one.id]
    (told,) = events(two, "idea.taken_down")
    ideas.index(two.id)
    following.follow(told.kind, two.id, told.facts, at=RATING_TIME)
    assert [card.idea for card in ideas.of_project(project.id).items] == [one.id]
    assert Ranking.get(rating.ranking_of(project.id, PHASE), WHOLE).ideas == [one.id]


def test_the_cards_of_what_was_taken_down_and_published_again_lie_where_they_did():
    project = opened()
    idea = published(project)
    ideas.index(idea.id)
    taken_down(idea)
    ideas.index(idea.id)
    assert ideas.of_project(project.id).items == []

    ideas.submit(idea.id, by=ANNA, at=LATER)
    ideas.publish(idea.id, by=MODERATOR, at=LATER)
    ideas.index(idea.id)
    (card,) = ideas.of_project(project.id).items
    assert card.published_at == LATER
    taken_down(idea)
    ideas.index(idea.id)
    assert ideas.of_project(project.id).items == []


def test_into_what_was_taken_down_no_other_idea_goes_any_more():
    project = opened()
    stays, goes = published(project), published(project, by=BORIS)
    merging.propose(goes.id, None, into=stays.id, note=REASON, by=LEADER, at=LATER)

    taken_down(stays)
    (told,) = events(stays, "idea.taken_down")
    for _ in range(2):
        moving_on.follow(told.kind, stays.id, told.facts, at=LATER)

    assert merging.of(goes.id).state == merging.LAPSED


def test_what_the_experts_have_is_not_taken_down():
    idea = sent_to_experts(published(opened()))

    with pytest.raises(Illegal):
        taken_down(idea)


def test_an_earlier_version_is_hidden_and_told_by_no_other():
    idea = published(opened())
    changed(idea, title="A roof, call the mayor", at=LATER)
    changed(idea, title="A tent for rain", at=LATER)
    for number in (0, 3, 4):
        with pytest.raises(NotFound):
            hide(idea.id, number, reason=REASON, by=MODERATOR, at=LATER)
    with pytest.raises(Forbidden):
        hide(idea.id, 2, reason=REASON, by=ANNA, at=LATER)
    with pytest.raises(Invalid):
        hide(idea.id, 2, reason="No.", by=MODERATOR, at=LATER)

    hide(idea.id, 2, reason=REASON, by=MODERATOR, at=LATER)

    last, hidden, first = versions(idea)
    assert (hidden.kept.hidden, hidden.words.title, hidden.changes) == (REASON, "", ())
    pieces = [piece.text for change in last.changes for piece in change.pieces]
    assert "mayor" not in "".join(pieces)
    assert (last.first, hidden.first, first.first) == (False, False, True)
    (told,) = events(idea, "idea.version_hidden")
    assert (told.public_note, told.concerns, told.facts["edition"]) == (REASON, {"anna"}, "2")
    with pytest.raises(Conflict, match="hidden already"):
        hide(idea.id, 2, reason=REASON, by=MODERATOR, at=LATER)
    assert IdeaVersion.get(idea.id, "version#0002").text  # kept, and shown to nobody

    hide(idea.id, 1, reason=REASON, by=MODERATOR, at=LATER)
    last = versions(idea)[0]
    assert (last.first, last.words.title) == (True, "A tent for rain")


def test_a_name_among_the_leaders_is_taken_away_for_a_reason_that_its_owner_reads():
    standing.credit({"anna", "boris"}, "selected", "I-1", at=LATER)
    standing.show("The mayor is a thief", by=ANNA)
    standing.show("Boris", by=BORIS)
    first, second = (standing.id_of(one) for one in standing.leaders())
    assert len({first, second, "anna", "boris"}) == 4
    with pytest.raises(Forbidden):
        standing.take_name_away(first, reason=REASON, by=BORIS, at=LATER)
    with pytest.raises(Invalid):
        standing.take_name_away(first, reason="No.", by=MODERATOR, at=LATER)

    standing.take_name_away(first, reason=REASON, by=MODERATOR, at=LATER)

    assert [one.name for one in standing.leaders()] == ["Boris"]
    mine = standing.mine("anna")
    assert (mine.points, mine.name, mine.refused) == (50, None, REASON)
    assert standing.about("anna")["name_refused"] == REASON
    (told,) = LeadersEvent.query(HISTORY)
    assert (told.kind, told.actor) == ("standing.name_refused", MODERATOR.id)
    assert told.public_note == REASON
    assert "anna" not in str(told.serialize())
    with pytest.raises(NotFound):
        standing.take_name_away(first, reason=REASON, by=MODERATOR, at=LATER)
    standing.credit({"anna"}, "selected", "I-2", at=LATER)
    assert standing.mine("anna").refused == REASON
    standing.show("Anna", by=ANNA)
    assert (standing.mine("anna").refused, len(standing.leaders())) == (None, 2)


def test_nobody_takes_their_own_name_away_as_a_moderator():
    standing.show("The reader", by=MODERATOR)
    (own,) = map(standing.id_of, standing.leaders())

    with pytest.raises(Forbidden, match="of your own"):
        standing.take_name_away(own, reason=REASON, by=MODERATOR, at=LATER)


def test_who_writes_along_neither_reports_nor_judges_what_is_theirs():
    idea = published(opened())
    ideas.join(idea.project, by=MODERATOR, at=LATER)
    asks = coauthors.ask(idea.id, note="I draw", by=MODERATOR, at=LATER)
    coauthors.admit(idea.id, asks.id, by=ANNA, at=LATER)
    ideas.edit(idea.id, some_words(title="A roof for rain"), by=ANNA, at=LATER)

    for act in (
        lambda: flags.flag(idea.id, Flaw.ABUSE, by=MODERATOR, at=LATER),
        lambda: usecases.take_down(idea.id, reason=REASON, by=MODERATOR, at=LATER),
        lambda: pending.publish(idea.id, by=MODERATOR, at=LATER),
    ):
        with pytest.raises(Forbidden, match="of your own"):
            act()
