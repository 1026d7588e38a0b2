"""What an officer sees of a person's applications is written down, and the person sees that."""

from collections.abc import Collection
from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.models.application import Application, Seen

PURPOSE = "application %(reference)s"


def note(application: Application, *, by: Actor, at: datetime, known: Collection[str] = ()) -> None:
    """Once a day for each officer and application; ``known`` are the marks that were read along."""
    from chalicelib.domain import accounts  # 20 ms that only staff need

    reference, person = str(application.reference), application.person
    purpose = PURPOSE % {"reference": reference}
    accounts.saw_today(Seen, reference, person, by=by, purpose=purpose, at=at, known=known)
