"""The ledger: points go from one side to another, once, and what a person has moves with them."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.catalogue import Text
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.keeping import keep
from chalicelib.domain.points import rules
from chalicelib.errors import Conflict
from chalicelib.models.event import PREFIX, new_part
from chalicelib.models.points import GIVEN, HOLDER, PURSE, Entry, Given, Holder, Purse, Told, day_of

PAGE, TRIES = 20, 4
UNREAD = 0  # no version: those that are kept begin with one
CHANGED = "your points were changed meanwhile"
BUSY = "many people want this at the moment: try again"
REMEMBERED = timedelta(days=1)  # by then the person was told


class Balance(NamedTuple):
    """What somebody has to spend, what they have earned in all, and since when they are an Active
    Citizen, if they are one."""

    points: int = 0
    earned: int = 0
    active_since: datetime | None = None


class Line(NamedTuple):
    """One entry as the person sees it: ``points`` more, or less. ``about`` is the ballot, reward
    or charity by its code."""

    at: datetime
    kind: str
    points: int
    about: str | None
    title: Text | None


class Ledger(NamedTuple):
    """A page of it, the newest first; ``last`` is the entry after which it goes on."""

    lines: list[Line]
    last: dict[str, str] | None


def give(person: str, points: int, *, about: str, title: Text | None = None, at: datetime) -> bool:
    """Thank a person for one ballot; False if they were thanked for it before, or with nothing.

    However often and by however many workers it is asked for, points are given once.
    """
    if points < 1:
        return False
    account = opened(person)
    for _ in range(TRIES):
        purse = find(account)
        try:
            _give(purse, person, points, about=about, title=title, at=at)
        except Conflict:
            if _was_given(account, about):
                return False
        else:
            return True
    raise Conflict(BUSY)


def balance(person: str) -> Balance:
    account = account_of(person)
    return balance_of(find(account) if account else Purse(""))


def balance_of(purse: Purse) -> Balance:
    return Balance(int(purse.balance), int(purse.earned), purse.active_since)


def ledger(person: str, *, limit: int = PAGE, after: Key | None = None) -> Ledger:
    """What came and went; `Invalid` for a cursor that is none of ours."""
    account = account_of(person)
    if account is None:
        return Ledger([], None)
    limit = min(limit, 100)
    found = Entry.query(
        account,
        Entry.part.startswith(PREFIX),
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.entry_of(after, entity=account, begins=PREFIX),
    )
    lines = [line_of(entry) for entry in found]
    return Ledger(lines, cursors.place_of(found.last_evaluated_key, cursors.ENTRY))


def opened(person: str) -> str:
    """The number of the person's purse, which is opened now if they had none."""
    if known := account_of(person):
        return known
    account = identifiers.number()

    def fill(write: TransactWrite) -> None:
        write.save(Holder(person, account=account), condition=Holder.person.does_not_exist())
        write.save(Purse(account), condition=Purse.account.does_not_exist())

    try:
        keep(fill, otherwise=CHANGED)
    except Conflict:
        known = account_of(person)
        if known is None:  # it was opened, and closed, in the same moment
            raise
        return known
    return account


def account_of(person: str) -> str | None:
    """The number of the person's purse; None if they have none."""
    try:
        return str(Holder.get(person, HOLDER, consistent_read=True).account)
    except Holder.DoesNotExist:
        return None


def unread(account: str) -> Purse:
    """A purse that is changed without having been read: what has to be so are conditions."""
    return Purse(account, version=UNREAD)


def find(account: str) -> Purse:
    """The purse as it is now; an empty one if it was closed."""
    try:
        return Purse.get(account, PURSE, consistent_read=True)
    except Purse.DoesNotExist:
        return Purse(account)


def moving(
    write: TransactWrite,
    purse: Purse,
    *actions: Action,
    least: int = 0,
    only_if: Condition | None = None,
    **entry: Any,
) -> None:
    """Put into a transaction: what a purse has changes, together with the entry that says why.

    ``least`` is how many points have to be there. The purse is as it was read, or nothing happens;
    one that was not read (`unread`) has to be as ``only_if`` says, and no more.
    """
    there: Condition = Purse.account.exists()
    if least:
        there &= Purse.balance >= least
    if only_if is not None:
        there &= only_if
    seen = purse.version != UNREAD
    write.update(purse, actions=list(actions), condition=there, add_version_condition=seen)
    write.save(entry_of(purse.account, **entry), condition=Entry.part.does_not_exist())


def entry_of(
    account: str,
    kind: str,
    points: int,
    *,
    debit: str,
    credit: str,
    at: datetime,
    about: str | None = None,
    title: Text | None = None,
    reason: str | None = None,
) -> Entry:
    """What will have gone from ``debit`` to ``credit``; the request is not in it."""
    return Entry(
        account,
        new_part(at),
        kind=f"points.{kind}",
        at=at,
        debit=debit,
        credit=credit,
        points=points,
        about=about,
        title={"ru": title.ru, "en": title.en} if title else None,
        reason=reason,
        day=day_of(at.date().isoformat(), account),
        correlation=None,
    )


def told(person: str, kind: str, *, at: datetime, **facts: str) -> Told:
    """Tells the person; nothing in it leads to their number in the ledger."""
    return Told(
        f"told#{identifiers.number()}",
        new_part(at),
        kind=f"points.{kind}",
        at=at,
        concerns={person},
        facts=facts or None,
        correlation=None,
        expires_at=at + REMEMBERED,
    )


def side(account: str) -> str:
    return f"account:{account}"


def _give(
    purse: Purse, person: str, points: int, *, about: str, title: Text | None, at: datetime
) -> None:
    actions: list[Action] = [Purse.balance.add(points), Purse.earned.add(points)]
    reached = rules.reaches_status(purse, points)
    if reached:
        actions.append(Purse.active_since.set(at))

    def fill(write: TransactWrite) -> None:
        write.save(Given(purse.account, GIVEN + about), condition=Given.part.does_not_exist())
        moving(
            write,
            purse,
            *actions,
            kind="given",
            points=points,
            debit=rules.ISSUED,
            credit=side(purse.account),
            about=about,
            title=title,
            at=at,
        )
        if reached:
            write.save(told(person, "active", at=at))

    keep(fill, otherwise=CHANGED)


def _was_given(account: str, about: str) -> bool:
    return bool(list(Given.batch_get([(account, GIVEN + about)], consistent_read=True)))


def line_of(entry: Entry) -> Line:
    sign = 1 if entry.credit == side(entry.entity) else -1
    title = rules.words(entry.title) if entry.title else None
    return Line(entry.at, entry.kind, sign * int(entry.points), entry.about, title)
