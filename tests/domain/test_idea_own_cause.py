"""Who wrote an idea does nothing with it as staff: others say what it costs, and moderate."""

import pytest

from chalicelib.domain.ideas import rating, talk
from chalicelib.domain.ideas.talk import Flaw, State
from chalicelib.errors import Forbidden
from chalicelib.models.idea import HEAD, Idea
from tests.factories import an_officer
from tests.ideas import AGENCY, AREA, IDEAS_TIME, LEADER, MODERATOR, events, opened, published
from tests.ideas_talk import CLARA, MINUTE, joining, said

pytestmark = pytest.mark.usefixtures("tables")

REASON = "It calls another participant names."
OTHER_LEADER = an_officer(f"facilitator.{AGENCY}", "other-leader")
OTHER_MODERATOR = an_officer(f"moderator.{AREA}", "other-moderator")


@pytest.fixture
def idea(tables):
    """One that who leads the project, and who moderates, have written along."""
    found = published(opened())
    found.update([Idea.authors.add({LEADER.id, MODERATOR.id})])
    return found


def test_who_leads_the_project_does_not_say_what_their_own_idea_costs(idea):
    with pytest.raises(Forbidden, match="of your own"):
        rating.price(idea.id, 1, by=LEADER, at=IDEAS_TIME)
    assert Idea.get(idea.id, HEAD).cost is None

    assert rating.price(idea.id, 40, by=OTHER_LEADER, at=IDEAS_TIME).cost == 40


def test_nor_do_they_pin_sum_up_and_order_what_is_said_of_it(idea):
    first = said(idea)
    second = said(idea, to=first.path, by=CLARA, at=IDEAS_TIME + MINUTE)

    for act in (
        lambda by: talk.pin(idea.id, first.path, True, by=by, at=IDEAS_TIME),
        lambda by: talk.summarise(idea.id, "Nobody is against it so far.", by=by, at=IDEAS_TIME),
        lambda by: talk.split(idea.id, second.path, by=by, at=IDEAS_TIME),
    ):
        with pytest.raises(Forbidden, match="of your own"):
            act(LEADER)
        act(OTHER_LEADER)


def test_a_moderator_does_not_judge_what_is_said_of_their_own_idea(idea):
    comment = said(idea)
    joining(idea)
    talk.flag(idea.id, comment.path, Flaw.ABUSE, by=CLARA, at=IDEAS_TIME)

    with pytest.raises(Forbidden, match="of your own"):
        talk.hide(idea.id, comment.path, reason=REASON, by=MODERATOR, at=IDEAS_TIME)
    with pytest.raises(Forbidden, match="of your own"):
        talk.leave(idea.id, comment.path, by=MODERATOR, at=IDEAS_TIME)
    assert events(idea, "idea.comment_hidden") + events(idea, "idea.comment_left") == []

    hidden = talk.hide(idea.id, comment.path, reason=REASON, by=OTHER_MODERATOR, at=IDEAS_TIME)
    assert hidden.state == State.HIDDEN
