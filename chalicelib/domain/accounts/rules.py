"""What can be decided about accounts without looking anything up."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.actors import STAFF, Actor, Grant, Role
from chalicelib.domain.accounts import passwords
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import Message, say

EMAIL = re.compile(r"[^@\s\"<>(),;:\\]{1,64}@[^@\s\"<>(),;:\\.]+(\.[^@\s\"<>(),;:\\.]+)+")
GRACE = timedelta(days=14)  # between asking to be forgotten and being forgotten
WINDOW = timedelta(minutes=15)
MOST_TRIES = {"sign-in": 10, "code": 10, "mail": 5}
READERS = (Role.OPERATOR, Role.ADMIN)
READING = timedelta(hours=1)  # for so long a reason to read a record is good
OLDEST = 130  # years
FORM_OF_EMAIL = say("enter an e-mail address in the form name@example.org")
CONFIRMED, VERIFIED = 1, 2  # levels of assurance
SETTLING = say("the document of this account was shown for another one")
DOCUMENTS: dict[str, Message] = {
    "residence": say("Residence permit or extract from the register of residents"),
    "passport": say("Passport with the address in it"),
    "identity_card": say("Identity card and proof of address"),
}


class Changes(Struct, frozen=True):
    """What a person changes of their profile; None leaves a thing as it is, ``""`` removes it."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None  # a house's id
    born_on: str | None = None  # 1984-03-27
    language: str | None = None


@dataclass(frozen=True)
class Kept:
    """Something that stays after an account is deleted."""

    what: Message
    why: Message


KEPT = (
    Kept(
        say("Published reports, their photos and their history"),
        say("The city answered them in public; they stay without your name."),
    ),
    Kept(
        say("That you made a report which was never published, or was private"),
        say(
            "Its topic, district and dates, and what was noted while it was dealt with: the city’s "
            "work is counted by it. Its words, place, answers and photos are gone."
        ),
    ),
    Kept(
        say("A private report that is still being dealt with"),
        say("So that the repair can be made; your name is gone. When it ends, it goes as well."),
    ),
    Kept(
        say("A report that you had begun to write"),
        say("Nobody else can open it. It goes by itself, two weeks after your last change."),
    ),
    Kept(
        say(
            "Published ideas and initiatives, and that somebody took part in a project, as a count"
        ),
        say("They were discussed and decided on in public; they stay without your name."),
    ),
    Kept(
        say("Scores that an expert sealed and opened"),
        say("Ideas were decided on by them; nothing leads from a score to who gave it."),
    ),
    Kept(
        say("What you said about ideas, problems that you named, and what you gave to ideas"),
        say("Others answered it and decided by it; it stays, and leads to nobody."),
    ),
    Kept(
        say("Who supported or confirmed what, as a count"),
        say("Decisions were taken by these counts; they name nobody."),
    ),
    Kept(
        say("That a service was asked for, what was decided, and when"),
        say("How long the city took is counted by it. Whose it was and what you wrote is gone."),
    ),
    Kept(
        say("That somebody took part in a ballot"),
        say("So that nobody votes twice. It stands under a number that leads to nobody any more."),
    ),
    Kept(
        say("That a document has verified an account"),
        say(
            "So that nobody votes twice, until the ballots are over that were open. It stands "
            "under a number from which neither you nor the document’s own number can be told."
        ),
    ),
    Kept(
        say("Entries of points given and spent"),
        say("So that the books balance. They name a number, and what led from you to it is gone."),
    ),
    Kept(
        say("Readings of your meters"),
        say("They belong to the flat and its bills. What led from you to them is gone."),
    ),
    Kept(
        say("What was done for an organisation that you acted for"),
        say("It is the organisation’s own; its history names a number that leads to nobody."),
    ),
    Kept(
        say("The record of what staff did with your account"),
        say("So that nobody can hide a decision by deleting its subject."),
    ),
)


def email(written: str) -> str:
    """An e-mail address as it is kept; `Invalid` if it cannot be one."""
    tidy = written.strip().lower()
    if not _may_be_email(tidy):
        raise Invalid("this is not an e-mail address", {"email": FORM_OF_EMAIL})
    return tidy


def credentials(written: str, password: str) -> str:
    """The e-mail address as it is kept; `Invalid` names whichever of the two cannot be."""
    wrong: dict[str, Message] = {}
    tidy = written.strip().lower()
    if not _may_be_email(tidy):
        wrong["email"] = FORM_OF_EMAIL
    if why := passwords.about(password, email=tidy):
        wrong["password"] = why
    if wrong:
        raise Invalid(fields=wrong)
    return tidy


def _may_be_email(tidy: str) -> bool:
    return len(tidy) <= 254 and EMAIL.fullmatch(tidy) is not None


def leaves_on(at: datetime) -> date:
    return (at + GRACE).date()


def window(at: datetime) -> tuple[str, datetime]:
    """The quarter of an hour in which tries are counted together, and when it ends."""
    seconds = int(WINDOW.total_seconds())
    number = int(at.timestamp()) // seconds
    return str(number), datetime.fromtimestamp((number + 1) * seconds, tz=at.tzinfo)


def may_read(by: Actor) -> None:
    """`Forbidden` unless it is their work to help people with their accounts."""
    if not any(by.is_(role) for role in READERS):
        raise Forbidden("your role does not include this")


def may_raise(by: Actor, person: str) -> None:
    """An officer at a window has seen the person; nobody vouches for themselves."""
    if not by.is_(Role.OPERATOR):
        raise Forbidden("only an operator who has seen the person can do this")
    if by.id == person:
        raise Forbidden("nobody can raise their own account")


def may_correct(by: Actor, person: str) -> None:
    """As raising a level: whoever has seen the document, and nobody of themselves."""
    if not by.is_(Role.OPERATOR):
        raise Forbidden("only an operator who has seen the person can do this")
    if by.id == person:
        raise Forbidden("nobody can correct their own account")


def may_grant(by: Actor, person: str) -> None:
    if not by.is_(Role.ADMIN):
        raise Forbidden("only an administrator can give and take roles")
    if by.id == person:
        raise Forbidden("nobody can change their own roles")


def grant(
    written: str,
    *,
    agencies: Collection[str],
    districts: Collection[str],
    sites: Collection[str],
    authorities: Collection[str],
) -> Grant:
    """The role that is written as ``agency.lighting``; `Invalid` if there is none such."""
    found = Grant.parse(written)
    scopes = {
        Role.AGENCY: agencies,
        Role.FACILITATOR: agencies,
        Role.EXPERT: agencies,
        Role.MODERATOR: districts,
        Role.CLERK: sites,
        Role.CASE_OFFICER: authorities,
        Role.HEAD: authorities,
    }
    scope = found.scope if found else ""
    if not found or found.role not in STAFF or (scope and scope not in scopes.get(found.role, ())):
        raise Invalid("there is no such role", {"role": say("choose one of the options")})
    return found


def office(by: Actor) -> str:
    """As whom somebody acts: their first role among the staff, or ``resident``."""
    roles = sorted(str(grant) for grant in by.grants if grant.role != Role.RESIDENT)
    return roles[0] if roles else str(Role.RESIDENT)


def may_restate(level: int) -> None:
    """What an officer has seen in a document, residence and date of birth, an officer changes."""
    if level >= VERIFIED:
        raise Conflict(
            "your residence and date of birth have been verified; a service centre can change them"
        )


def born_on(written: str, *, today: date) -> str:
    """A date of birth as it is kept; `Invalid` if nobody alive can have been born then."""
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise _wrong_birth(say("this is not a date")) from error
    if day > today:
        raise _wrong_birth(say("a date of birth lies in the past"))
    if today.year - day.year > OLDEST:
        raise _wrong_birth(say("nobody is as old as this: check the year"))
    return day.isoformat()


def _wrong_birth(why: Message) -> Invalid:
    return Invalid(fields={"born_on": why})
