"""What changes is kept with its event and all that goes along, or nothing of it is."""

import pytest
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

from chalicelib.domain import keeping
from chalicelib.domain.keeping import keep_changed
from chalicelib.errors import Conflict
from chalicelib.models import base
from chalicelib.models.event import PREFIX, new_part
from chalicelib.models.idea import Contribution
from chalicelib.models.project import HEAD, Project, ProjectEvent
from tests.factories import MONDAY
from tests.ideas import composed
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")

MEANWHILE = "somebody was quicker"


@pytest.fixture
def project():
    return composed()


def read(project):
    return Project.get(project.id, HEAD, consistent_read=True)


def renamed(project):
    return ProjectEvent(project.id, new_part(MONDAY), kind="project.renamed", at=MONDAY)


def happened(project):
    events = ProjectEvent.query(project.id, ProjectEvent.part.startswith(PREFIX))
    return [event.kind for event in events]


def noting(write):
    write.save(Contribution("own#anna", "noted", project="P-1", at=MONDAY))


def noted():
    return list(Contribution.query("own#anna"))


def change(project, state="renamed", *, only_if=None):
    return keep_changed(
        project,
        {"state": state, "next_alarm_on": None},
        renamed(project),
        otherwise=MEANWHILE,
        only_if=only_if,
        also=noting,
    )


def test_a_change_its_event_and_what_goes_along_are_one_transaction(project):
    with counted() as calls:
        kept = change(project)

    assert calls == ["TransactWriteItems"]
    assert (kept.state, kept.version) == ("renamed", 2)
    assert (read(project).state, read(project).version) == ("renamed", 2)
    assert happened(project) == ["project.composed", "project.renamed"]
    assert len(noted()) == 1


def test_of_two_who_have_read_the_same_the_second_keeps_nothing(project):
    stale = read(project)
    change(project, "first")
    noted()[0].delete()

    with pytest.raises(Conflict, match=MEANWHILE):
        change(stale, "second")

    assert read(project).state == "first"
    assert happened(project) == ["project.composed", "project.renamed"]
    assert (stale.state, noted()) == ("draft", [])


def test_what_was_asked_besides_has_to_be_so(project):
    with pytest.raises(Conflict, match=MEANWHILE):
        change(project, only_if=Project.state == "open")

    assert (project.state, happened(project), noted()) == ("draft", ["project.composed"], [])


def test_whose_event_has_its_place_taken_changes_nothing(project):
    taken = renamed(project)
    taken.save()

    with pytest.raises(Conflict, match=MEANWHILE):
        keep_changed(project, {"state": "renamed"}, taken, otherwise=MEANWHILE)

    assert read(project).state == "draft"


def test_who_was_in_somebodys_way_comes_again_and_counts_one_version_more(project, monkeypatch):
    connection = base._connection()
    write, refused = connection.transact_write_items, []

    def busy(**operations):
        if not refused:
            refused.append(operations)
            raise collided()
        return write(**operations)

    monkeypatch.setattr(connection, "transact_write_items", busy)
    monkeypatch.setattr(keeping.time, "sleep", lambda _: None)

    change(project)

    assert (read(project).version, project.version) == (2, 2)
    assert len(refused) == 1


def test_where_nobody_has_to_be_told_it_is_known_who_was_quicker(project):
    new = ProjectEvent.part.does_not_exist()
    event = renamed(project)

    assert keeping.kept(lambda write: write.save(event, condition=new))
    assert not keeping.kept(lambda write: write.save(event, condition=new))
    assert happened(project) == ["project.composed", "project.renamed"]


def test_who_saw_another_version_is_told_and_who_does_not_say_which_is_not():
    keeping.check_seen(None, 7, otherwise=MEANWHILE)
    keeping.check_seen(7, 7, otherwise=MEANWHILE)
    for seen in (6, 8):
        with pytest.raises(Conflict, match=MEANWHILE):
            keeping.check_seen(seen, 7, otherwise=MEANWHILE)


def collided():
    reasons = [CancellationReason("TransactionConflict")]
    told = {"Error": {"Code": "TransactionCanceledException"}}
    cause = VerboseClientError(told, "TransactWriteItems", cancellation_reasons=reasons)
    return TransactWriteError("it is being written", cause)
