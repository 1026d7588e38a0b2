"""Filing a dispute: everything that is wrong with it is said at once, and it is open once."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, workdays
from chalicelib.actors import Actor
from chalicelib.domain.disputes import evidence, rules
from chalicelib.domain.disputes.findings import Promise
from chalicelib.domain.disputes.keeping import DAYS, event_of, first_kept
from chalicelib.domain.disputes.rules import Act, Kind, State
from chalicelib.domain.disputes.usecases import find
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import Message, say
from chalicelib.models.ballot import Ballot
from chalicelib.models.dispute import Dispute, Open

LOCATOR = re.compile(r"[0-9a-f]{64}")


class NewDispute(msgspec.Struct, frozen=True):
    """What a person states. The rest is for whoever wishes the log to be looked at: the
    ``locator``, or the ``code`` it is reckoned from, and the ``promise`` that the city signed."""

    ballot: str
    kind: Kind
    text: str = ""
    locator: str = ""
    code: Annotated[str, msgspec.Meta(max_length=100)] = ""
    promise: str = ""


class Given(NamedTuple):
    """What a person gave by which their vote can be found."""

    locator: str | None
    promise: Promise | None


def file(new: NewDispute, *, by: Actor, at: datetime) -> Dispute:
    """Keep a dispute; the same one again is the one that is open.

    `Invalid` names every wrong field; `Conflict` if another one of this kind is open about this
    ballot. The code is not kept: what is kept is the locator.
    """
    rules.admit(Act.FILE, rules.relations(by))
    wrong, given = _weighed(msgspec.structs.asdict(new))
    if wrong:
        raise Invalid(fields=wrong)
    ballot = evidence.ballot(new.ballot)
    _check_time(ballot, at)
    dispute = _dispute(new, given, ballot, by=by, at=at)
    guard = Open.of(by.id, ballot.id, new.kind, dispute=dispute.reference, said=_said(dispute))

    def once(write: TransactWrite) -> None:
        write.save(guard, condition=Open.part.does_not_exist())

    role = rules.Relation.PERSON
    event = event_of(dispute, Act.FILE, by=by, role=role, at=at)
    try:
        first_kept(dispute, event, also=once)
    except Conflict:
        return _open_already(guard)
    return dispute


def wrong_with(told: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Message]:
    """What is wrong with as much of a dispute as is told, by field; what belongs to one ballot is
    left out where no ballot is told."""
    wrong, _ = _weighed(told)
    return wrong


def _check_time(ballot: Ballot, at: datetime) -> None:
    """`Conflict` before it opens, when nothing can have happened yet, and long after it closed."""
    if ballot.opens_at is None or at < ballot.opens_at:
        raise Conflict("this ballot has not opened yet")
    if ballot.closes_at and at > ballot.closes_at + rules.FILED_WITHIN:
        days = rules.FILED_WITHIN.days
        raise Conflict("this ballot closed more than %(days)s days ago", days=days)


def _weighed(told: Mapping[str, Any]) -> tuple[dict[str, Message], Given]:
    """What is wrong, by field; and what leads to the vote."""
    wrong = rules.about_text(told["text"]) if "text" in told else {}
    locator = _locator(told, wrong)
    promise = _promise(told, locator, wrong)
    return wrong, Given(locator or (promise.h if promise else None), promise)


def _dispute(new: NewDispute, given: Given, ballot: Ballot, *, by: Actor, at: datetime) -> Dispute:
    today = workdays.day_of(at)
    due = workdays.working_day(today, after=rules.WORKING_DAYS)
    return Dispute(
        identifiers.reference("D"),
        ballot=ballot.id,
        title=ballot.definition["title"],
        schedulers={ballot.author, ballot.scheduler} - {None},
        kind=new.kind,
        person=by.id,
        text=new.text.strip(),
        locator=given.locator,
        promise=evidence.tidy(new.promise) if given.promise else None,
        state=State.FILED,
        filed_at=at,
        due_on=due,
        next_alarm_on=workdays.next_alarm(due, today, DAYS),
    )


def _locator(told: Mapping[str, Any], wrong: dict[str, Message]) -> str | None:
    """h, as it was given or as the code gives it; what is wrong goes to ``wrong``."""
    given = told.get("locator", "").strip().lower()
    if given and not LOCATOR.fullmatch(given):
        wrong["locator"] = say("a locator has 64 digits, 0 to 9 and a to f")
        given = ""
    reckoned = _reckoned(told, wrong)
    if given and reckoned and given != reckoned:
        wrong["code"] = say("this code belongs to another locator than the one you gave")
    return reckoned or given or None


def _reckoned(told: Mapping[str, Any], wrong: dict[str, Message]) -> str | None:
    """h of the code that was given, in this ballot; what is wrong goes to ``wrong``."""
    from chalicelib.domain.ballots import codes  # 80 ms that no alarm needs

    if not told.get("code", "").strip():
        return None
    try:
        code = codes.read(told["code"])
    except Invalid as error:
        wrong |= error.fields
        return None
    return codes.locator(told["ballot"], code) if "ballot" in told else None


def _promise(
    told: Mapping[str, Any], locator: str | None, wrong: dict[str, Message]
) -> Promise | None:
    """What the city promised; what is wrong goes to ``wrong``."""
    given = told.get("promise", "")
    if not given.strip() or "ballot" not in told:
        return None
    promise = None
    if len(given) <= rules.LONGEST_PROMISE:
        promise = evidence.promise(given, ballot=told["ballot"])
    if promise is None:
        wrong["promise"] = say(
            "the city did not sign this for this ballot: copy all of it, or leave the field empty"
        )
    elif locator and promise.h != locator:
        wrong["promise"] = say("this promise is about another vote than the code or locator")
    return promise


def _said(dispute: Dispute) -> str:
    said = [dispute.text, dispute.locator, dispute.promise]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _open_already(guard: Open) -> Dispute:
    """The one that is open, if it says the same; `Conflict` that names it otherwise."""
    try:
        there = Open.get(guard.key, guard.part, consistent_read=True)
    except Open.DoesNotExist:
        raise Conflict("this could not be kept: send it once more") from None
    if there.said == guard.said:
        return find(there.dispute)
    raise Conflict(
        "you have a dispute of this kind about this ballot already: %(reference)s",
        reference=there.dispute,
    )
