"""What an agency says it will do with a result, and how far it is with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import ANONYMOUS, Actor
from chalicelib.domain import ballots
from chalicelib.domain import photos as pictures
from chalicelib.domain.ballots import State
from chalicelib.domain.keeping import Fill, check_seen
from chalicelib.domain.resolutions import keeping, rules
from chalicelib.domain.resolutions.keeping import Deed, Resolution, Step
from chalicelib.domain.resolutions.rules import Act, Phase, Proposal, Report
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import Item, together
from chalicelib.models.complaint import HEAD as COMPLAINT
from chalicelib.models.complaint import Complaint

KINDS: dict[Act, str] = {
    Act.PUBLISH: "published",
    Act.START: "started",
    Act.REPORT: "reported",
    Act.POSTPONE: "postponed",
    Act.FINISH: "done",
    Act.ABANDON: "abandoned",
}


def of(ballot_id: str) -> Deed:
    """What became of a ballot; `NotFound` before it is counted, and if it was stopped."""
    return of_counted(ballots.shown(ballot_id, by=ANONYMOUS))


def of_counted(ballot: Ballot) -> Deed:
    """The same of a ballot that has been read."""
    if ballot.state not in keeping.COUNTED:
        raise NotFound("this ballot is not counted yet, or was stopped")
    return keeping.deed_of(ballot)


def publish(
    ballot_id: str, proposal: Proposal, *, by: Actor, at: datetime, version: int | None = None
) -> Deed:
    """Say what the city does with the result, and by which day."""
    (ballot,) = together((Ballot, ballot_id, HEAD), consistent=True)
    _decided(ballot, ballot_id, Act.PUBLISH, by=by, version=version)
    if ballot.state != State.PUBLISHED:
        raise Conflict("the results are not published yet")
    rules.check_proposal(proposal, workdays.day_of(at))
    phase = rules.decided(proposal.outcome)
    made = Resolution(
        outcome=proposal.outcome,
        decision=proposal.decision,
        act=proposal.act.strip(),
        phase=phase,
        published_at=at,
        reasons=proposal.reasons,
        promised=[proposal.due_on] if proposal.due_on and phase is Phase.PLANNED else [],
    )
    return keeping.change(ballot, made, KINDS[Act.PUBLISH], by=by, at=at)


def advance(
    ballot_id: str,
    act: Act,
    report: Report,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Deed:
    """Say how far the work is, and show it. A day that is moved stays among those promised."""
    ballot, *linked = together(*where(ballot_id, report.complaints), consistent=True)
    return advanced(ballot, ballot_id, act, report, linked, by=by, at=at, version=version)


def advanced(
    ballot: Ballot | None,
    ballot_id: str,
    act: Act,
    report: Report,
    linked: Sequence[Complaint | None],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    also: Fill | None = None,
) -> Deed:
    """The same with what has been read: the ballot, and the reports that it answers."""
    if act not in rules.NEEDS:
        raise Invalid(fields={"act": say("choose one of the options")})
    ballot, deed = _decided(ballot, ballot_id, act, by=by, version=version)
    assert deed.resolution, "nothing but publishing can be done without one"
    _check(act, report, linked, at)
    made = _with_step(deed.resolution, deed.phase, act, report, at)

    def attach(write: TransactWrite) -> None:
        pictures.attaching(write, made.steps[-1].photos, to=ballot.id, by=by)
        if also:
            also(write)

    try:
        return keeping.change(ballot, made, KINDS[act], by=by, at=at, note=report.note, also=attach)
    except Conflict:
        pictures.check(made.steps[-1].photos, by=by)
        raise


def where(ballot_id: str, references: Iterable[str]) -> list[Item]:
    """Where the ballot and the reports lie that a step of its work may link to."""
    linked = list(references)[: rules.MOST_COMPLAINTS]  # more are refused
    return [(Ballot, ballot_id, HEAD), *((Complaint, one, COMPLAINT) for one in linked)]


def _with_step(
    resolution: Resolution, current: Phase, act: Act, report: Report, at: datetime
) -> Resolution:
    phase = rules.move(current, act)
    shown = list(dict.fromkeys(report.photos))
    step = Step(act, at, phase, report.note.strip(), shown, list(report.complaints), report.on)
    return msgspec.structs.replace(
        resolution,
        phase=phase,
        steps=[*resolution.steps, step],
        promised=[*resolution.promised, *([report.on] if report.on else [])],
    )


def _decided(
    ballot: Ballot | None, ballot_id: str, act: Act, *, by: Actor, version: int | None
) -> tuple[Ballot, Deed]:
    """The ballot and what became of it, if this person may do that now."""
    if ballot is None:
        raise NotFound("there is no ballot %(ballot)s", ballot=ballot_id)
    if ballot.state not in keeping.COUNTED:
        raise Conflict("this ballot is not counted yet, or was stopped")
    deed = keeping.deed_of(ballot)
    rules.admit(by, deed.agency)
    check_seen(version, deed.version, otherwise=keeping.MEANWHILE)
    rules.move(deed.phase, act)
    return ballot, deed


def _check(act: Act, report: Report, linked: Sequence[Complaint | None], at: datetime) -> None:
    """`Invalid` with everything that is wrong with a report, complaints nobody can see included."""
    from chalicelib.domain import complaints  # 15 ms of every cold start of ballots

    wrong = rules.about_report(act, report, workdays.day_of(at))
    unknown = [
        reference
        for reference, complaint in zip(report.complaints, linked, strict=False)
        if complaint is None or not complaints.is_public(complaint)
    ]
    if unknown and "complaints" not in wrong:
        why = "there is no report %(reference)s that everybody can see"
        wrong["complaints"] = say(why, reference=unknown[0])
    if wrong:
        raise Invalid(fields=wrong)
