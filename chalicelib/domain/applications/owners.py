"""Whose an application is: a person's own, or an organisation's, whose members speak for it."""

from chalicelib.actors import Actor
from chalicelib.errors import Forbidden
from chalicelib.models.application import Application

ORGANISATION = "O-"  # how its number begins; those of people are the user pool's


def of(application: Application, by: Actor) -> list[str]:
    """In whose name the actor may look at it, beside their own: that of the organisation whose it
    is, if they are a member."""
    return [application.owner] if _is_let(application, by, "see") else []


def check(application: Application, by: Actor) -> None:
    """`Forbidden` unless they may act in the name of whose it is: a member has to be an owner or a
    signatory, of an organisation that is confirmed."""
    if _is_of_organisation(application):
        _check(application, by, "submit")


def may_act(application: Application, by: Actor) -> bool:
    """Whether `check` lets them: to offer something, or not."""
    return not _is_of_organisation(application) or _is_let(application, by, "submit")


def _is_let(application: Application, by: Actor, power: str) -> bool:
    if not (by.signed_in and _is_of_organisation(application)):
        return False
    try:
        _check(application, by, power)
    except Forbidden:
        return False
    return True


def _is_of_organisation(application: Application) -> bool:
    return bool(application.owner) and application.owner.startswith(ORGANISATION)


def _check(application: Application, by: Actor, power: str) -> None:
    from chalicelib.domain import organisations  # 20 ms that few applications need

    organisations.check(by, organisations.Power(power), application.owner)
