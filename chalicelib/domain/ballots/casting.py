"""Casting a vote: once a person, sealed, and promised with a signature.

What says who took part and what says how never lie in one item, share no number and no moment.
The order of things is told in `docs/ballots.md`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain.accounts import Standing
from chalicelib.domain.ballots import (
    codes,
    eligibility,
    own_words,
    rules,
    sealing,
    signing,
    variants,
)
from chalicelib.domain.ballots.definition import Answers, Definition
from chalicelib.domain.ballots.own_words import Words
from chalicelib.domain.ballots.sealing import Paper
from chalicelib.domain.ballots.usecases import definition_of, unknown
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import Message, say
from chalicelib.models.ballot import Ballot
from chalicelib.models.event import PREFIX, new_part
from chalicelib.models.roll import Entry, Taken
from chalicelib.models.vote import KIND, Vote, shard_of

CODE = re.compile(r"[0-9a-f]{32}")
VOTED = "you have voted in this ballot already"
REMEMBERED = timedelta(days=1)  # by then the person was told, and has their points
TAKEN = "ballot.taken"
PROMISE = "veche vote promise v1"


class Receipt(NamedTuple):
    """What the voter is given: ``promise`` is a signed note that h and c will be in the log by
    ``include_by``. It says neither who voted nor how; the code stays with the voter."""

    asked: Definition
    h: str
    c: str
    received: datetime  # the beginning of the ten minutes in which the vote came
    include_by: datetime
    promise: str

    @property
    def ballot(self) -> str:
        return self.asked.id


def cast(
    ballot_id: str,
    answers: Mapping[str, Sequence[str]],
    code: str,
    *,
    words: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Take a vote, with the ``words`` that answer some of its questions; the same once more gets
    the same receipt.

    `Forbidden` for who is not asked, `Conflict` too early, too late or with another code for who
    has voted, `Invalid` that names the question or the code. Nothing is counted in these cases.
    """
    if not CODE.fullmatch(code):
        raise Invalid("this is not a code", {"code": say("a code has 32 hexadecimal digits")})
    ballot, standing = eligibility.with_standing(ballot_id, by=by)
    definition = _asked(ballot, standing, at)
    right, said = own_words.check_all(definition, answers, words or {})
    vote = _vote(ballot, definition, right, code, standing, at)
    if refusal := rules.untimely(definition, at):
        return _taken_before(vote, definition, by) or _refuse(refusal)
    try:
        keep(lambda write: _fill(write, vote, ballot, said, by, at), otherwise=VOTED)
    except Conflict:
        return _taken_before(vote, definition, by) or _explain(vote, by)
    return receipt_of(vote, definition)


def receipt_of(vote: Vote, asked: Definition) -> Receipt:
    """The receipt of a vote that was taken; to the byte the same, however often it is asked for."""
    until = rules.include_by(vote.at)
    text = (
        f"{PROMISE}\n{vote.ballot}\n{vote.locator}\n{vote.commitment}\n{until:%Y-%m-%dT%H:%M:%SZ}\n"
    )
    promise = signing.sign(text, ballot=vote.ballot)
    return Receipt(asked, vote.locator, vote.commitment, vote.at, until, promise)


def _asked(ballot: Ballot, standing: Standing, at: datetime) -> Definition:
    """What is asked; `Forbidden` for who is not asked, `Conflict` if nobody is any more."""
    if not ballot.wording:
        raise unknown(ballot.id)
    if ballot.state in rules.STOPPED:
        _refuse(rules.REASONS[rules.State(ballot.state)])
    definition = definition_of(ballot)
    if why := rules.entitles(definition, standing, at):
        raise Forbidden(why.singular, **why.values)
    return definition


def _vote(
    ballot: Ballot,
    definition: Definition,
    answers: Answers,
    code: str,
    standing: Standing,
    at: datetime,
) -> Vote:
    """The vote as it is kept: neither the person nor the request is in it."""
    h, c = codes.locator(ballot.id, code), codes.commitment(ballot.id, code, answers)
    band = rules.age_band(standing.born_on, at)
    paper = Paper(answers, code, standing.level, standing.district or "", band)
    assert ballot.public_key, "it was made when the ballot was scheduled"
    sealed = sealing.seal(
        paper,
        ballot=ballot.id,
        public_key=ballot.public_key,
        h=h,
        c=c,
        length=sealing.room(definition),
    )
    shard = shard_of(ballot.id, h)
    return Vote(
        shard,
        PREFIX + h,
        kind=KIND,
        at=rules.bucket(at),
        correlation=None,
        commitment=c,
        sealed=sealed,
        waiting=shard,
    )


def _fill(
    write: TransactWrite, vote: Vote, ballot: Ballot, words: Words, by: Actor, at: datetime
) -> None:
    number = eligibility.voter(by.id)
    entry = Entry(
        eligibility.key_of(ballot.id, number),
        ballot=ballot.id,
        voter=number,
        shelf=f"{ballot.id}#{int(number[0], 16)}",
        day=f"{catalogue.in_city(at):%Y-%m-%d}",
    )
    write.save(entry, condition=Entry.key.does_not_exist())
    write.save(vote, condition=Vote.part.does_not_exist())
    variants.keeping(write, ballot.id, words)
    write.save(_taken(ballot, by, at))


def _taken(ballot: Ballot, by: Actor, at: datetime) -> Taken:
    """Tells the person; not to be joined with the roll, the vote, or the request."""
    told = rules.bucket(at)
    part = new_part(told)
    title = definition_of(ballot).title
    facts = {"ballot": ballot.id, "title_ru": title.ru, "title_en": title.en}
    return Taken(
        f"{ballot.id}#{part.rpartition('-')[2]}",
        part,
        kind=TAKEN,
        at=told,
        concerns={by.id},
        facts=facts | {"points": str(definition_of(ballot).points)},
        correlation=None,
        expires_at=at + REMEMBERED,
    )


def _taken_before(vote: Vote, asked: Definition, by: Actor) -> Receipt | None:
    """The receipt of the same vote, if this person took part and it was taken."""
    kept = _kept(vote)
    same = kept and kept.commitment == vote.commitment
    if kept and same and eligibility.has_voted(vote.ballot, by.id):
        return receipt_of(kept, asked)
    return None


def _explain(vote: Vote, by: Actor) -> Receipt:
    """Say why a vote could not be kept: they have voted, or somebody has used the code."""
    if eligibility.has_voted(vote.ballot, by.id):
        raise Conflict(VOTED)
    if _kept(vote):
        raise Invalid(
            "this code was used already",
            {"code": say("this code was used already: make a new one")},
        )
    raise Conflict("this could not be kept: send it once more")


def _kept(vote: Vote) -> Vote | None:
    try:
        return Vote.get(vote.entity, vote.part, consistent_read=True)
    except Vote.DoesNotExist:
        return None


def _refuse(why: Message) -> Receipt:
    raise Conflict(why.singular, **why.values)
