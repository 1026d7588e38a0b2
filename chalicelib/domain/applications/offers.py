"""What somebody may do with an application at this moment: to offer it, or not."""

from collections.abc import Callable
from datetime import date, datetime

from chalicelib import forms, services, workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications import cosigners, rules
from chalicelib.domain.applications.rules import Act, Outcome, Relation, State
from chalicelib.models.application import Application

TO_SIGN = frozenset({Act.COSIGN, Act.DECLINE})
OF_OWNER = frozenset(act for act, relation in rules.MAY.items() if relation is Relation.OWNER)


def of(
    application: Application,
    are: frozenset[Relation],
    *,
    speaks: bool,
    by: Actor,
    at: datetime,
) -> frozenset[Act]:
    """The rules say who may do it from which state; what else it takes is said here, and whether
    the actor ``speaks`` for whose it is."""
    state, today = State(application.state), workdays.day_of(at)
    offered = {act for act in Act if rules.may(act, are, state)}
    if TO_SIGN & offered and not cosigners.is_awaited(application, by):
        offered -= TO_SIGN
    if not speaks:
        offered -= OF_OWNER
    return frozenset(act for act in offered if TAKES.get(act, _nothing)(application, today))


def is_handed_over(application: Application) -> bool:
    """Whether a thing is made and collected, and not just a document: the service says so, else
    its form. On an appeal nothing is handed over: what was refused is examined anew."""
    if application.appeals:
        return False
    told = services.service(application.service).handed_over
    if told is not None:
        return told
    return forms.form(application.form, int(application.form_version)).handed_over


def can_be_reopened(application: Application, today: date) -> bool:
    """What ran out because nobody signed it was never sent: there is nothing to go on with."""
    expired = application.expired_on
    if application.registered_on is None or expired is None:
        return False
    return today <= expired + rules.REOPENED_WITHIN


def can_be_appealed(application: Application, today: date) -> bool:
    """Once; and an appeal is the city's last word."""
    if application.appeals or application.appealed_by or application.decided_on is None:
        return False
    return today <= application.decided_on + rules.APPEALED_WITHIN


def _proposed(application: Application) -> str | None:
    return application.proposal["outcome"] if application.proposal else None


def _nothing(_application: Application, _today: date) -> bool:
    return True


TAKES: dict[Act, Callable[[Application, date], bool]] = {
    Act.APPROVE: lambda application, _: _proposed(application) == Outcome.APPROVED,
    Act.REFUSE: lambda application, _: _proposed(application) == Outcome.REFUSED,
    Act.PRODUCE: lambda application, _: is_handed_over(application),
    Act.REOPEN: can_be_reopened,
    Act.APPEAL: can_be_appealed,
}
