"""What an officer sees of a person's applications is written down, and the person sees that."""

from collections.abc import Collection
from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.application import SEEN, Application, Seen

PURPOSE = "application %(reference)s"
KNOWN = "this is written down"
DAY = timedelta(days=1)


def note(application: Application, *, by: Actor, at: datetime, known: Collection[str] = ()) -> None:
    """Once a day for each officer and application, however often they look; ``known`` are the
    marks that were read along with it, and save the writing."""
    person = application.person
    mark = Seen(
        application.reference,
        f"{SEEN}{workdays.day_of(at)}#{by.id}",
        expires_at=at + 2 * DAY,
    )
    if person is None or person == by.id or mark.part in known:
        return
    try:
        keep(lambda write: _fill(write, mark, person, by, at), otherwise=KNOWN)
    except Conflict as refused:
        if str(refused) != KNOWN:
            raise


def _fill(write: TransactWrite, mark: Seen, person: str, by: Actor, at: datetime) -> None:
    from chalicelib.domain import accounts  # 20 ms that only staff need

    write.save(mark, condition=Seen.part.does_not_exist())
    purpose = PURPOSE % {"reference": mark.reference}
    accounts.seeing(write, person, by=by, purpose=purpose, at=at)
