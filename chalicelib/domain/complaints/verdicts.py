"""What residents say: that they have the same problem, that it is solved, or that it is not."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.complaints import checks, rules, wording
from chalicelib.domain.complaints.admission import admitted
from chalicelib.domain.complaints.keeping import change, event_of, kind_of
from chalicelib.domain.complaints.rules import Act, State
from chalicelib.domain.complaints.usecases import Decision, Known, decide, find, look, read
from chalicelib.domain.complaints.work import back_to_work, change_with_photos
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.complaint import SUPPORT, Complaint, ComplaintEvent, Supporter, Verdict


class Said(NamedTuple):
    """A verdict as it was sent: which, in what words, with which photos."""

    act: Act
    note: str
    photos: tuple[str, ...]


CLOSED = "this report was closed meanwhile"
OF_AN_ANSWER = frozenset(kind_of(act) for act in (Act.ANSWER, Act.CONFIRM, Act.DENY))


def support(reference: str, *, by: Actor, at: datetime) -> Complaint:
    """Join somebody's complaint, once; joining again changes nothing."""
    complaint, role, _ = decide(reference, Act.SUPPORT, by=by)
    joined = Supporter.of(reference, by.id, at=at)
    event = event_of(complaint, Act.SUPPORT, by=by, role=role, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(joined, condition=Supporter.part.does_not_exist())
        _count(write, complaint, 1)
        write.save(event, condition=ComplaintEvent.part.does_not_exist())

    return _joining(fill, complaint, by, wanted=True)


def join(reference: str, *, by: Actor, at: datetime) -> bool:
    """Support it, for who found that it is about the same; False if they reported it themselves.
    `Invalid` if there is none that they see."""
    try:
        support(reference, by=by, at=at)
    except NotFound:
        raise rules.wrong(same=say("choose one of the options")) from None
    except Forbidden:
        if find(reference).author == by.id:
            return False
        raise
    return True


def unsupport(reference: str, *, by: Actor, at: datetime) -> Complaint:
    """Leave it again; who had not joined has left."""
    complaint, role, _ = decide(reference, Act.UNSUPPORT, by=by)
    event = event_of(complaint, Act.UNSUPPORT, by=by, role=role, at=at)

    def fill(write: TransactWrite) -> None:
        left = Supporter(reference, SUPPORT + by.id)
        write.delete(left, condition=Supporter.part.exists())
        _count(write, complaint, -1)
        write.save(event, condition=ComplaintEvent.part.does_not_exist())

    return _joining(fill, complaint, by, wanted=False)


def withdraw(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Complaint:
    """Take one's own complaint back, as long as the agency has not answered it."""
    complaint, role, state = decide(reference, Act.WITHDRAW, by=by, version=version)
    event = event_of(complaint, Act.WITHDRAW, by=by, role=role, at=at, became=state)
    return change(complaint, {"state": state, "next_alarm_on": None}, event)


def confirm(
    reference: str, *, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> Complaint:
    """Say that it is solved; that ends it."""
    wording.check_note(note, least=0)
    said = Said(Act.CONFIRM, note.strip(), ())
    try:
        return _confirm(reference, note, by, at, version)
    except Conflict:
        if complaint := _said_just_now(reference, said, by=by, version=version):
            return complaint
        raise


def _confirm(reference: str, note: str, by: Actor, at: datetime, version: int | None) -> Complaint:
    complaint, role, state = admitted(reference, Act.CONFIRM, by=by, at=at, version=version)
    event = event_of(complaint, Act.CONFIRM, by=by, role=role, at=at, became=state, note=note)
    return change(
        complaint,
        {"state": state, "next_alarm_on": None},
        event,
        also=lambda write: _once(write, complaint, by, at, solved=True),
    )


def deny(
    about: str | Known,
    *,
    note: str = "",
    photos: Sequence[str] = (),
    by: Actor,
    at: datetime,
    version: int | None = None,
    also: Fill | None = None,
) -> Complaint:
    """Say that it is not solved: it goes back to the agency with a new deadline; the second time,
    to a public check."""
    said = Said(Act.DENY, note.strip(), tuple(photos))
    try:
        decision = admitted(about, Act.DENY, by=by, at=at, version=version)
        return _deny(decision, note, photos, by, at, also)
    except (Conflict, Invalid):  # its photos belong to it already, if it was said just now
        if complaint := _said_just_now(_reference(about), said, by=by, version=version):
            return complaint
        raise


def _deny(
    decision: Decision,
    note: str,
    photos: Sequence[str],
    by: Actor,
    at: datetime,
    also: Fill | None,
) -> Complaint:
    complaint, role, _ = decision
    _check_denial(note, photos)
    denials = int(complaint.denials) + 1
    follows = rules.follows_denial(denials)
    changes = {
        "state": rules.move(State(complaint.state), follows),
        "denials": denials,
        "verdict_until": None,
        **(back_to_work(complaint, at) if follows == Act.REOPEN else checks.ordered(at)),
    }
    shown = {"photos": ",".join(photos)} if photos else {}
    denied = event_of(complaint, Act.DENY, by=by, role=role, at=at, note=note, facts=shown)
    followed = event_of(
        complaint,
        follows,
        at=at + timedelta(microseconds=1),  # so that it comes after what it follows
        became=changes["state"],
        facts=_days(changes),
    )

    def said(write: TransactWrite) -> None:
        _once(write, complaint, by, at, solved=False)
        if also:
            also(write)

    return change_with_photos(complaint, changes, denied, followed, photos=photos, by=by, also=said)


def _reference(about: str | Known) -> str:
    return about if isinstance(about, str) else str(about.complaint.reference)


def _said_just_now(
    reference: str, said: Said, *, by: Actor, version: int | None
) -> Complaint | None:
    """The complaint, if just that is the last that this person has said of its last answer: sent
    twice it is once, one after the other or both at the same moment.

    A form whose words went with the first sending comes without any; it is the same if whoever
    sends it has not seen the complaint since. Other words are another verdict, and never kept for
    the first one.
    """
    complaint, history = read(reference, by=by)
    last = next((event for event in reversed(history) if event.kind in OF_AN_ANSWER), None)
    if last is None or last.kind != kind_of(said.act) or last.actor != by.id:
        return None
    unseen = version is not None and version < int(complaint.acted)
    empty = not said.note and not said.photos
    return complaint if said == _said_in(last, said.act) or (empty and unseen) else None


def _said_in(event: ComplaintEvent, act: Act) -> Said:
    photos = (event.facts or {}).get("photos", "")
    return Said(act, event.public_note or "", tuple(photos.split(",")) if photos else ())


def _once(
    write: TransactWrite, complaint: Complaint, by: Actor, at: datetime, *, solved: bool
) -> None:
    said = Verdict.of(complaint.reference, int(complaint.denials), by.id, solved=solved, at=at)
    write.save(said, condition=Verdict.part.does_not_exist())


def _days(changes: Mapping[str, Any]) -> dict[str, str]:
    """By when what follows has to be done."""
    if "due_on" in changes:
        return {"due_on": changes["due_on"].isoformat()}
    return checks.days(changes["check_until"])


def _check_denial(note: str, photos: Sequence[str]) -> None:
    wording.check_denial(note, photos)
    wording.check_note(note, least=0)
    wording.check_photos(photos)


def _count(write: TransactWrite, complaint: Complaint, by: int) -> None:
    """The version rises too, but nobody who acts on the complaint is in the way, or disturbed."""
    write.update(
        complaint,
        actions=[Complaint.supporters.add(by)],
        condition=Complaint.state.is_in(*rules.OPEN),
        add_version_condition=False,
    )


def _joining(fill: Any, complaint: Complaint, by: Actor, *, wanted: bool) -> Complaint:
    """Keep that somebody has joined or left. If it cannot be kept, they have done so already, or it
    was closed meanwhile; or they did both at once, and by now it can be kept after all."""
    try:
        keep(fill, otherwise=CLOSED)
    except Conflict:
        (now,) = look(complaint.reference, by=by)
        if now.supports == wanted:
            return complaint
        if now.complaint.state not in rules.OPEN:
            raise
        keep(fill, otherwise=rules.CHANGED)
    complaint.supporters = int(complaint.supporters) + (1 if wanted else -1)
    return complaint
