"""An e-mail address that was changed past the portal, in the user pool: by an administrator, or by
whoever has the password. It is followed, and whoever reads what came to the former one is told."""

from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain.accounts import keeping
from chalicelib.domain.keeping import keep
from chalicelib.models.person import FormerEmail, Person

FORMER = "former-email#"
KEPT = timedelta(days=14)  # as long as a message that failed can be sent once more


def follow(person: Person, email: str, *, at: datetime) -> None:
    """Letters go to the new address from now on. Each address that is left has an item of its own:
    who changes it twice in a minute keeps neither from hearing of it."""
    by, told = Actor(person.id), [person.id]
    events = [keeping.event(person.id, "email_changed", at=at, by=by, concerns=told)]
    left: list[FormerEmail] = []
    if person.email:
        number = identifiers.number()
        left = [FormerEmail(person.id, FORMER + number, email=person.email, expires_at=at + KEPT)]
        events.append(
            keeping.event(person.id, "email_left", at=at, by=by, concerns=told, address=number)
        )

    def fill(write: TransactWrite) -> None:
        write.update(person, actions=[Person.email.set(email)])
        for item in (*left, *events):
            write.save(item)

    keep(fill, otherwise=keeping.CHANGED)


def item(person: str, number: str) -> tuple[type[FormerEmail], str, str]:
    """Where it lies, for who reads it together with the person."""
    return FormerEmail, person, FORMER + number


def forget(person: str) -> None:
    left = FormerEmail.query(person, FormerEmail.part.startswith(FORMER), consistent_read=True)
    for each in list(left):
        each.delete()
