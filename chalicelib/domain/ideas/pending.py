"""Changes of ideas that everybody sees wait for a moderator, as ideas do: until one has read them
an idea says what was read last."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.ideas import differences, keeping, rules, texts
from chalicelib.domain.ideas.differences import Change
from chalicelib.domain.ideas.rules import Act, Relation, State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import (
    MODERATION,
    OUT_OF_THE_QUEUE,
    first_of,
    known,
    relations,
    version_part,
    visible,
)
from chalicelib.domain.keeping import Fill, check_seen
from chalicelib.errors import Conflict
from chalicelib.models.idea import Contribution, Idea, IdeaVersion, own
from chalicelib.models.offer import (
    ACCEPTED,
    AMENDMENTS,
    BEING_READ,
    REJECTED,
    Amendment,
)

EDITABLE = frozenset({State.PUBLISHED, State.NEEDS_REWORK})
FREE = timedelta(minutes=30)  # spec S4 §1
NONE_WAITS = "no change of this idea waits to be read"


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """Other words for an idea, ``person``'s or those of an ``amendment`` that its authors accepted.
    With a ``reason`` a moderator has returned them, and they are its authors' to put right."""

    text: Words
    at: datetime
    person: str | None = None
    amendment: str | None = None
    code: str | None = None
    reason: str | None = None


def of(idea: Idea) -> Pending | None:
    return msgspec.convert(idea.pending, Pending) if idea.pending else None


def seen(idea: Idea, *, by: Actor) -> Pending | None:
    """A change for those before whom it is: the idea's authors, and who moderates it."""
    before = relations(idea, by) & {Relation.AUTHOR, Relation.MODERATOR}
    return of(idea) if before else None


def latest(idea: Idea) -> Words:
    """What its authors wrote last, read or not: that is what they go on with."""
    pending = of(idea)
    return pending.text if pending and not pending.amendment else keeping.words_of(idea)


def changes(idea: Idea) -> tuple[Change, ...]:
    """What is different in it from what everybody sees."""
    pending = of(idea)
    return differences.between(keeping.words_of(idea), pending.text) if pending else ()


def free(idea: Idea, at: datetime) -> bool:
    """Whether what is written now takes the place of the first version."""
    begun = idea.published_at is not None and at < idea.published_at + FREE
    first = idea.rated_at is None and int(idea.edition) == first_of(idea)
    return begun and first and State(idea.state) in EDITABLE


def send(idea: Idea, made: Pending, *, by: Actor, role: str, also: Fill | None = None) -> Idea:
    """Let it wait to be read, in place of what its authors sent before; since when, the first one
    says."""
    since = idea.queued_at if idea.waits else made.at
    changes = {
        "pending": msgspec.to_builtins(made),
        "queue": f"{MODERATION}{idea.area}",
        "queued_at": since,
    }
    facts = {**keeping.titled(idea), "district": idea.area}  # whose moderators hear of it
    event = keeping.idea_event(idea, "change_sent", by=by, at=made.at, role=role, facts=facts)
    return keeping.reworded(idea, changes, event, also=also)


def take_back(idea: Idea, *, by: Actor, role: str, at: datetime) -> Idea:
    """Its authors let it say what it says."""
    event = keeping.idea_event(idea, "change_taken_back", by=by, at=at, role=role)
    return keeping.reworded(idea, {"pending": None, **OUT_OF_THE_QUEUE}, event)


def publish(about: str | Idea, *, by: Actor, at: datetime, version: int | None = None) -> Idea:
    """Show it to everybody: in place of the first version if it was written while that was free,
    else as one version more. `Conflict` if it was rated, or changed, in this very moment."""
    idea, pending = _to_read(about, by=by, version=version)
    instead = free(idea, pending.at)
    number = int(idea.edition) + (0 if instead else 1)
    kept = _version(idea, number, pending, at=at)
    fresh = IdeaVersion.part.exists() if instead else IdeaVersion.part.does_not_exist()
    facts = {
        "title": pending.text.title,
        "edition": str(number),
        "fingerprint": str(kept.fingerprint),
    }
    kind = "amendment_accepted" if pending.amendment else "edited" if instead else "revised"
    event = keeping.idea_event(
        idea, kind, by=by, at=at, role=Relation.MODERATOR, facts=facts, people=_people(idea)
    )

    def also(write: TransactWrite) -> None:
        write.save(kept, condition=fresh)
        if pending.amendment:
            _settle(write, idea, pending, {"state": ACCEPTED})
            _credit(write, idea, pending)

    return keeping.reworded(
        idea,
        {
            "text": kept.text,
            "edition": number,
            "fingerprint": kept.fingerprint,
            "pending": None,
            **OUT_OF_THE_QUEUE,
            **_time_to_rework(idea, workdays.day_of(at)),
        },
        event,
        only_if=Idea.rated_at.does_not_exist() if instead else None,
        also=also,
    )


def send_back(
    about: str | Idea,
    *,
    code: str,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Idea:
    """Not shown as it is. Its authors read why and go on with it; of what somebody else proposed
    to them it is they who read it, and can make an idea of their own of it."""
    idea, pending = _to_read(about, by=by, version=version)
    why = rules.returned(code, reason)
    event = keeping.idea_event(
        idea,
        "change_returned",
        by=by,
        at=at,
        role=Relation.MODERATOR,
        facts={**keeping.titled(idea), "returned": code},
        people=_people(idea),
    )
    event.public_note = why
    returned = msgspec.structs.replace(pending, code=code, reason=why)

    def also(write: TransactWrite) -> None:
        if pending.amendment:
            _settle(write, idea, pending, {"state": REJECTED, "reason": why})

    stays = None if pending.amendment else msgspec.to_builtins(returned)
    changes = {"pending": stays, **OUT_OF_THE_QUEUE}
    return keeping.reworded(idea, changes, event, also=also)


def nobodys(idea: Idea, person: str) -> None:
    """Whose it is that waits is forgotten with them."""
    pending = of(idea)
    if pending and pending.person == person:
        left = msgspec.structs.replace(pending, person=None)
        idea.update([Idea.pending.set(msgspec.to_builtins(left))])  # on the version


def _to_read(about: str | Idea, *, by: Actor, version: int | None) -> tuple[Idea, Pending]:
    """A change that waits, before a moderator who is none of the idea's authors."""
    idea = known(about)
    are = relations(visible(idea, idea.id, by), by)
    rules.admit(Act.PUBLISH, are)
    check_seen(version, idea.version, otherwise=keeping.MEANWHILE)
    pending = of(idea)
    if pending is None or not idea.waits:
        raise Conflict(NONE_WAITS)
    return idea, pending


def _version(idea: Idea, number: int, pending: Pending, *, at: datetime) -> IdeaVersion:
    return IdeaVersion(
        idea.id,
        version_part(number),
        text=msgspec.to_builtins(pending.text),
        fingerprint=texts.fingerprint(pending.text),
        at=at,
        person=pending.person,
        amendment=pending.amendment,
    )


def _settle(write: TransactWrite, idea: Idea, pending: Pending, said: dict[str, str]) -> None:
    """What becomes of the amendment that was read."""
    amendment = Amendment(idea.id, f"{AMENDMENTS}{pending.amendment}")
    actions = [getattr(Amendment, name).set(value) for name, value in said.items()]
    write.update(amendment, actions, condition=Amendment.state == BEING_READ)


def _credit(write: TransactWrite, idea: Idea, pending: Pending) -> None:
    if pending.person:
        write.update(
            Contribution(own(pending.person), f"{AMENDMENTS}{idea.id}#{pending.amendment}"),
            actions=[Contribution.share.set("amended")],
            condition=Contribution.what.exists(),
        )


def _people(idea: Idea) -> set[str]:
    """Who hears what a moderator decided: who wrote the idea, and whoever wrote the change."""
    pending = of(idea)
    return {*(idea.authors or ()), *([pending.person] if pending and pending.person else [])}


def _time_to_rework(idea: Idea, today: date) -> dict[str, Any]:
    """Who was waiting for a moderator as the time to rework it ran out has until tomorrow."""
    if idea.state != State.NEEDS_REWORK or idea.due_on is None or idea.due_on > today:
        return {}
    due = today + timedelta(days=1)
    return {"due_on": due, "next_alarm_on": workdays.day_after(due)}
