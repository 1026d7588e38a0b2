"""Finding an application: as far as it is for who asks, and what they may do with it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.applications import cosigners, looking, moving, offers, owners, rules
from chalicelib.domain.applications.keeping import MEANWHILE
from chalicelib.domain.applications.owners import Whose
from chalicelib.domain.applications.rules import Act, Relation, State
from chalicelib.domain.keeping import check_seen
from chalicelib.errors import NotFound
from chalicelib.models.application import HEAD, Application, ApplicationEvent, ApplicationItem, Seen

STAFF = frozenset({Relation.OFFICER, Relation.HEAD})
Relations = frozenset[Relation]


class Case(NamedTuple):
    """An application as somebody may see it; what they may not is not in it."""

    application: Application
    history: list[ApplicationEvent]
    are: Relations  # what they are to it
    may: frozenset[Act]  # what they may do with it now
    party: str | None = None  # the organisation whose it is


class Choice(NamedTuple):
    """As what the actor acts, and the state afterwards."""

    role: Relation
    state: State


def find(reference: str, *, by: Actor) -> Application:
    """The application as it is now; `NotFound` for whom it is not."""
    application = load(reference)
    _admit(application, relations(application, by))
    return application


def read(reference: str, *, by: Actor, at: datetime) -> Case:
    """An application with its history, to be looked at; `NotFound` for whom it is not.

    What an officer sees of a person is written down, once a day, and the person sees that.
    """
    application, events, seen = _collection(reference)
    whose = owners.whose(application, by)
    are = relations(application, by, whose)
    _admit(application, are)
    if STAFF & are:
        looking.note(application, by=by, at=at, known=seen)
    may = offers.of(application, are, speaks=whose.may_act, by=by, at=at)
    return Case(application, _as_seen(events, are, by), are, may, whose.name)


def history(reference: str, *, by: Actor) -> list[ApplicationEvent]:
    """What happened to it, the first first. Who is not of the authority reads neither what staff
    note for themselves nor which of them did something."""
    application, events, _ = _collection(reference)
    are = relations(application, by)
    _admit(application, are)
    return _as_seen(events, are, by)


def load(reference: str) -> Application:
    """The application as it is now, whoever asks; `NotFound` if there is none."""
    try:
        return Application.get(reference, HEAD, consistent_read=True)
    except Application.DoesNotExist:
        raise unknown(reference) from None


def admitted(
    application: Application,
    act: Act,
    *,
    by: Actor,
    version: int | None = None,
    cosigns: bool | None = None,
) -> Choice:
    """Whether the actor may do this with the application now; nothing is changed yet. Whether they
    have to sign it along is looked up, if it is not known.

    `NotFound`, `Forbidden`, `Illegal`, or `Conflict` if it was changed since the ``version`` that
    the actor saw.
    """
    whose = owners.whose(application, by)
    are = relations(application, by, whose, cosigns=cosigns)
    _admit(application, are)
    rules.admit(act, are)
    if rules.MAY[act] is Relation.OWNER:
        whose.check()
    check_seen(version, int(application.version or 0), otherwise=MEANWHILE)
    return Choice(rules.MAY[act], moving.move(State(application.state), act))


def relations(
    application: Application,
    by: Actor,
    whose: Whose | None = None,
    *,
    cosigns: bool | None = None,
) -> Relations:
    """What somebody is to it; ``whose`` it is, and whether they sign along, is looked up if it is
    not known."""
    if cosigns is None:
        cosigns = cosigners.place_of(application, by) is not None
    return rules.relations(
        by,
        authority=application.authority,
        owner=application.owner,
        acts_for=(whose or owners.whose(application, by)).acts_for,
        prepared_by=application.prepared_by,
        judges=(application.judged_by, application.drawn_up_by),
        cosigns=cosigns,
        parties=(application.person, *(application.parties or ())),
    )


def _admit(application: Application, are: Relations) -> None:
    if not rules.sees(are):
        raise unknown(application.reference)


def _collection(reference: str) -> tuple[Application, list[ApplicationEvent], list[str]]:
    """The application, its events, and the marks of who saw it."""
    found: list[Any] = list(ApplicationItem.query(reference, consistent_read=True))
    heads = [one for one in found if isinstance(one, Application)]
    if not heads:
        raise unknown(reference)
    events = [one for one in found if isinstance(one, ApplicationEvent)]
    return heads[0], events, [one.part for one in found if isinstance(one, Seen)]


def _as_seen(
    events: Iterable[ApplicationEvent], are: Relations, by: Actor
) -> list[ApplicationEvent]:
    shown = list(events)
    if STAFF & are or Relation.SYSTEM in are:
        return shown
    for event in shown:
        event.private_note = None
        event.actor = by.id if event.actor == by.id else None
    return shown


def unknown(reference: str) -> NotFound:
    return NotFound("there is no application %(reference)s", reference=reference)
