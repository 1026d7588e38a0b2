"""Composing a ballot: a draft that is frozen when it is scheduled, and stopping it for a reason."""

from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, lengths
from chalicelib.actors import Actor
from chalicelib.domain import accounts, claims
from chalicelib.domain.ballots import definition, drafts, keeping, rules, sealing, shelves
from chalicelib.domain.ballots.drafts import Draft
from chalicelib.domain.ballots.rules import Act, State
from chalicelib.domain.ballots.usecases import draft_of, find
from chalicelib.domain.keeping import check_seen
from chalicelib.errors import Invalid
from chalicelib.messages import Message, count, say
from chalicelib.models.ballot import Ballot, BallotEvent
from chalicelib.models.claim import Claim
from chalicelib.models.log import LogHead

FEWEST = 10  # people who may be asked: fewer would be known by their answers (spec S5 §1)
FEW = 50  # below it, figures while the ballot is open would tell too much
TELLING = ("live", "after_my_vote")
LEAST_REASON, LONGEST_REASON = 20, 2000
NOT_KEPT = "this could not be kept: send it once more"


def compose(draft: Draft, *, by: Actor, at: datetime, key: str | None = None) -> Ballot:
    """Begin a ballot; it may lack whatever it likes until it is scheduled. With the same ``key``
    again it is the same ballot, as it is by then."""
    rules.admit(Act.COMPOSE, by)
    ballot = Ballot(
        identifiers.reference("B"),
        definition=msgspec.to_builtins(drafts.tidy(draft)),
        author=by.id,
        made_at=at,
        **keeping.listed(State.DRAFT, due_at=at),
    )
    event = keeping.event_of(ballot, Act.COMPOSE, by=by, at=at)
    event.was = None
    claim = _claim(ballot, key, at=at) if key else None

    def fill(write: TransactWrite) -> None:
        write.save(ballot, condition=Ballot.id.does_not_exist())
        write.save(event, condition=BallotEvent.part.does_not_exist())

    before = claims.keep_once(fill, claim, at=at, otherwise=NOT_KEPT)
    return find(before) if before else ballot


def _claim(ballot: Ballot, key: str, *, at: datetime) -> Claim:
    content = msgspec.json.encode(ballot.definition, order="deterministic")
    who = str(ballot.author)
    return claims.claim(content, key, within="ballots", person=who, at=at, reference=ballot.id)


def change(
    ballot_id: str, draft: Draft, *, by: Actor, at: datetime, version: int | None = None
) -> Ballot:
    """Put another draft in its place; `Conflict` once it is frozen, or if it is not the
    ``version`` any more that the officer saw."""
    rules.admit(Act.CHANGE, by)
    return rewrite(find(ballot_id), draft, by=by, at=at, version=version)


def rewrite(
    ballot: Ballot, draft: Draft, *, by: Actor, at: datetime, version: int | None = None
) -> Ballot:
    """The same with a ballot that has been read."""
    _check(ballot, Act.CHANGE, by=by, at=at, version=version)
    content = msgspec.to_builtins(drafts.tidy(draft))
    return keeping.change(ballot, Act.CHANGE, {"definition": content}, by=by, at=at)


def schedule(ballot_id: str, *, by: Actor, at: datetime, version: int | None = None) -> Ballot:
    """Freeze the wording and announce the ballot; `Invalid` names everything that is in the way.

    Its keys are made now. From here on nobody can change what is asked, nor who is asked.
    """
    ballot = _decided(ballot_id, Act.SCHEDULE, by=by, at=at, version=version)
    draft = draft_of(ballot)
    if wrong := drafts.wrong_with(draft, at) or _too_few(draft):
        raise Invalid(fields=wrong)
    frozen = drafts.defined(draft, ballot.id)
    public_key, sealed_key = sealing.new_keys(ballot.id)
    changes = {
        "definition": msgspec.to_builtins(frozen),
        "wording": definition.wording(frozen),
        "scheduler": by.id,
        "opens_at": frozen.opens_at,
        "closes_at": frozen.closes_at,
        "public_key": public_key,
        "sealed_key": sealed_key,
        **keeping.listed(State.SCHEDULED, due_at=frozen.closes_at),
    }

    def with_log(write: TransactWrite) -> None:
        write.save(LogHead(ballot.id), condition=LogHead.ballot.does_not_exist())
        shelves.announcing(write, ballot.id, closes_at=frozen.closes_at)

    facts = {"wording": str(changes["wording"])}
    return keeping.change(ballot, Act.SCHEDULE, changes, by=by, at=at, facts=facts, also=with_log)


def cancel(
    ballot_id: str, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Ballot:
    """Take a ballot back before it opens; `Conflict` once it has."""
    ballot = _decided(ballot_id, Act.CANCEL, by=by, at=at, version=version)
    said = _reason(reason)
    unopened = Ballot.opens_at.does_not_exist() | (Ballot.opens_at > at)
    return keeping.change(
        ballot,
        Act.CANCEL,
        {**keeping.listed(State.CANCELLED, due_at=at), "reason": said},
        by=by,
        at=at,
        note=said,
        condition=unopened,
    )


def annul(
    ballot_id: str, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Ballot:
    """Declare a ballot void, while it is open or after; what was published stays published."""
    ballot = _decided(ballot_id, Act.ANNUL, by=by, at=at, version=version)
    said = _reason(reason)
    return keeping.change(
        ballot,
        Act.ANNUL,
        {**keeping.listed(State.ANNULLED, due_at=at), "reason": said},
        by=by,
        at=at,
        note=said,
        condition=Ballot.opens_at <= at,
    )


def _decided(ballot_id: str, act: Act, *, by: Actor, at: datetime, version: int | None) -> Ballot:
    rules.admit(act, by)
    ballot = find(ballot_id)
    _check(ballot, act, by=by, at=at, version=version)
    return ballot


def _check(ballot: Ballot, act: Act, *, by: Actor, at: datetime, version: int | None) -> None:
    rules.admit(act, by)
    rules.move(rules.state_at(ballot, at), act)
    check_seen(version, ballot.version, otherwise=keeping.MEANWHILE)


def _reason(written: str) -> str:
    """Why it is stopped, for everybody to read."""
    tidy = " ".join(written.split())
    if why := lengths.wrong(tidy, least=LEAST_REASON, most=LONGEST_REASON):
        raise Invalid(fields={"reason": why})
    return tidy


def _too_few(draft: Draft) -> dict[str, Message]:
    """A few neighbours would be known by their answers; who is asked city-wide is not counted."""
    if not drafts.is_local(draft.audience):
        return {}
    people = accounts.count_in(draft.audience.areas)
    if people < FEWEST:
        why = count(
            "%(n)s person there has an account, and at least %(least)s are needed",
            "%(n)s people there have accounts, and at least %(least)s are needed",
            people,
            least=FEWEST,
        )
        return {"audience.areas": why}
    if people < FEW and draft.visibility in TELLING:
        return {
            "visibility": say("so few people are asked that no results are shown before the end")
        }
    return {}
