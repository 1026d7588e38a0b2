"""Coming in: opening an account, signing in, and choosing a new password."""

from collections.abc import Callable
from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor, grants
from chalicelib.domain.accounts import former_email, keeping, rules, tries
from chalicelib.domain.accounts.keeping import Closing, nothing_to_close
from chalicelib.domain.keeping import Fill, keep, keep_anew
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.person import HEAD, Person, Tries
from chalicelib.outbound import identity
from chalicelib.outbound.identity import Account

Beginning = Callable[[TransactWrite, Actor], None]
Entering = Callable[[TransactWrite, Person], None]
OPENED = "this account is open already"


def sign_up(email: str, password: str, *, at: datetime) -> str:
    """Have a code mailed to the address, as it is kept. An address that has an account gets none,
    and nobody is told: who has an account is nobody's business.
    """
    address = rules.credentials(email, password)
    tries.count("mail", address, at=at)
    try:
        identity.sign_up(address, password)
    except Conflict:
        _sign_up_again(address, password)
    return address


def confirm(email: str, code: str, *, at: datetime) -> None:
    """The code proves that the address is theirs; `Invalid` if it is another, or too old."""
    address = rules.email(email)
    with tries.counted("code", address, at=at):
        identity.confirm(address, code.strip())


def resend(email: str, *, at: datetime) -> None:
    address = rules.email(email)
    tries.count("mail", address, at=at)
    identity.resend(address)


def sign_in(
    email: str, password: str, *, language: str, at: datetime, begin: Beginning | None = None
) -> Actor | None:
    """Who this is; None while the address waits for its code. The first time opens the profile.

    `Invalid` tells nobody whether it was the address or the password. ``begin`` puts what begins
    now into the transaction that gives the try back.
    """
    address = rules.email(email)
    tried = tries.count("sign-in", address, at=at)
    account = identity.sign_in(address, password)
    if account is None:
        _commit(lambda write: tries.giving_back(write, tried))
        return None

    def entering(write: TransactWrite, person: Person) -> None:
        tries.giving_back(write, tried)
        if begin:
            begin(write, _actor(account, person))

    return _actor(account, _opened(account, language=language, at=at, also=entering))


def forgot(email: str, *, at: datetime) -> str:
    """Have a code mailed by which a new password can be chosen; the address as it is kept."""
    address = rules.email(email)
    tries.count("mail", address, at=at)
    identity.forgot(address)
    return address


def reset(
    email: str, code: str, password: str, *, at: datetime, closing: Closing = nothing_to_close
) -> str:
    """Choose a new password by a code; the person's number. Old tokens are good for nothing, and
    what ``closing`` closes is closed."""
    address = rules.credentials(email, password)
    tried = tries.count("code", address, at=at)
    identity.reset(address, code.strip(), password)
    account = identity.find(address)
    assert account, "the pool has just changed the password of this account"
    identity.sign_out_everywhere(account.id)
    keep_anew(lambda: _ending(account.id, closing, tried), otherwise=keeping.CHANGED)
    return account.id


def sign_out_everywhere(person: str) -> None:
    """No token that was given out before can be renewed."""
    identity.sign_out_everywhere(person)


def open(
    person: str,
    *,
    email: str | None,
    language: str,
    at: datetime,
    level: int = 1,
    also: Entering | None = None,
) -> Person:
    """A person's profile, from their first sign-in on; twice at once opens it once."""
    opened = Person(person, email=email, level=level, language=language, opened_at=at)
    event = keeping.event(person, "opened", at=at, by=Actor(person), concerns=[person])

    def fill(write: TransactWrite) -> None:
        write.save(opened, condition=Person.id.does_not_exist())
        write.save(event)
        if also:
            also(write, opened)

    try:
        keep(fill, otherwise=OPENED)
    except Conflict:
        return _entered(keeping.find(person), also)
    return opened


def opened_by_token(person: str, *, language: str, at: datetime) -> Person:
    """The profile of somebody who came with a token, and perhaps never saw a page of ours. It is
    read as it is now: who looks again after a refusal sees what changed."""
    try:
        return Person.get(person, HEAD, consistent_read=True)
    except Person.DoesNotExist:
        account = identity.find(person)
    if account is None:
        raise NotFound("there is no such person")
    return _opened(account, language=language, at=at)


def _ending(person: str, closing: Closing, tried: Tries) -> Fill:
    close = closing(person)

    def fill(write: TransactWrite) -> None:
        tries.giving_back(write, tried)
        close(write)

    return fill


def _opened(
    account: Account, *, language: str, at: datetime, also: Entering | None = None
) -> Person:
    try:
        person = Person.get(account.id, HEAD, consistent_read=True)
    except Person.DoesNotExist:
        level = rules.CONFIRMED if account.verified else 0
        return open(
            account.id, email=account.email, language=language, at=at, level=level, also=also
        )
    if person.leaving or person.deleted_at:
        raise Conflict(keeping.LEAVING)
    if account.email and person.email != account.email:
        former_email.follow(person, account.email, at=at)
    return _entered(person, also)


def _entered(person: Person, also: Entering | None) -> Person:
    """They come in as who they are: if the level is another by now, or the account being deleted,
    it is `Conflict`."""
    if also:
        as_read = (
            (Person.level == person.level)
            & Person.leaving.does_not_exist()
            & Person.deleted_at.does_not_exist()
        )

        def fill(write: TransactWrite) -> None:
            write.condition_check(Person, person.id, HEAD, condition=as_read)
            also(write, person)

        _commit(fill)
    return person


def _actor(account: Account, person: Person) -> Actor:
    return Actor(account.id, int(person.level), grants(account.groups))


def _commit(fill: Fill) -> None:
    keep(fill, otherwise=keeping.CHANGED)


def _sign_up_again(address: str, password: str) -> None:
    """An account that nobody confirmed may be somebody else's try: the last one counts."""
    waiting = identity.find(address)
    if waiting and waiting.status == identity.UNCONFIRMED:
        identity.delete(waiting.id)
        identity.sign_up(address, password)
