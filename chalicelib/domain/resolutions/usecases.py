"""What an agency says it will do with a result, and how far it is with it."""

from contextlib import suppress
from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import ANONYMOUS, Actor
from chalicelib.domain import ballots
from chalicelib.domain import photos as pictures
from chalicelib.domain.ballots import State
from chalicelib.domain.resolutions import keeping, rules
from chalicelib.domain.resolutions.keeping import Deed, Resolution, Step
from chalicelib.domain.resolutions.rules import Act, Phase, Proposal, Report
from chalicelib.errors import Conflict, NotFound
from chalicelib.messages import say
from chalicelib.models.ballot import HEAD, Ballot

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
    ballot = ballots.shown(ballot_id, by=ANONYMOUS)
    if ballot.state not in keeping.COUNTED:
        raise NotFound("this ballot is not counted yet, or was stopped")
    return keeping.deed_of(ballot)


def publish(
    ballot_id: str, proposal: Proposal, *, by: Actor, at: datetime, version: int | None = None
) -> Deed:
    """Say what the city does with the result, and by which day."""
    ballot, _ = _decided(ballot_id, Act.PUBLISH, by=by, version=version)
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
    if act not in rules.NEEDS:
        raise rules.invalid({"act": say("choose one of the options")})
    ballot, deed = _decided(ballot_id, act, by=by, version=version)
    assert deed.resolution, "nothing but publishing can be done without one"
    _check(act, report, at)
    phase = rules.move(deed.phase, act)
    shown = list(dict.fromkeys(report.photos))
    step = Step(act, at, phase, report.note.strip(), shown, list(report.complaints), report.on)
    made = msgspec.structs.replace(
        deed.resolution,
        phase=phase,
        steps=[*deed.resolution.steps, step],
        promised=[*deed.resolution.promised, *([report.on] if report.on else [])],
    )

    def attach(write: TransactWrite) -> None:
        pictures.attaching(write, shown, to=ballot.id, by=by)

    try:
        return keeping.change(ballot, made, KINDS[act], by=by, at=at, note=report.note, also=attach)
    except Conflict:
        pictures.check(shown, by=by)
        raise


def _decided(ballot_id: str, act: Act, *, by: Actor, version: int | None) -> tuple[Ballot, Deed]:
    """The ballot and what became of it, if this person may do that now."""
    try:
        ballot = Ballot.get(ballot_id, HEAD, consistent_read=True)
    except Ballot.DoesNotExist:
        raise NotFound("there is no ballot %(ballot)s", ballot=ballot_id) from None
    if ballot.state not in keeping.COUNTED:
        raise Conflict("this ballot is not counted yet, or was stopped")
    deed = keeping.deed_of(ballot)
    rules.admit(by, deed.agency)
    rules.check_version(version, deed.version)
    rules.move(deed.phase, act)
    return ballot, deed


def _check(act: Act, report: Report, at: datetime) -> None:
    """`Invalid` with everything that is wrong with a report, complaints nobody can see included."""
    wrong = rules.about_report(act, report, workdays.day_of(at))
    unknown = [reference for reference in report.complaints if not _is_public(reference)]
    if unknown and "complaints" not in wrong:
        why = "there is no report %(reference)s that everybody can see"
        wrong["complaints"] = say(why, reference=unknown[0])
    if wrong:
        raise rules.invalid(wrong)


def _is_public(reference: str) -> bool:
    from chalicelib.domain import complaints  # 15 ms of every cold start of ballots

    with suppress(NotFound):
        return bool(complaints.shown(reference, by=ANONYMOUS))
    return False
