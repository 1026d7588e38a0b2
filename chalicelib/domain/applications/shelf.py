"""All that somebody has begun and sent, in one list: drafts lie beside applications."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.applications.listing import PAGE, key_of, place_of
from chalicelib.domain.cursors import Key
from chalicelib.domain.organisations import Power
from chalicelib.models.application import DRAFT, Application, ApplicationDraft
from chalicelib.models.base import Item, together


class Shelf(NamedTuple):
    """A page of it, the newest first; ``last`` is where it goes on."""

    drafts: list[ApplicationDraft]
    applications: list[Application]
    last: Key | None


def shelf(*, by: Actor, at: datetime, after: Key | None = None) -> Shelf:
    """What a person, or the organisation that they act for, has begun and not sent, and what was
    sent; `Forbidden` if they do not speak for it any more."""
    owner = organisations.acting_for(by)
    entries = Application.by_owner.query(
        owner,
        scan_index_forward=False,
        limit=PAGE,
        page_size=PAGE,
        last_evaluated_key=key_of(after, "begun_at", owner=owner),
    )
    items = [_item(each) for each in entries]
    membership = organisations.items(by.party, by.id) if by.party else ()
    read = together(*items, *membership, consistent=True)
    if by.party:
        organisations.admit(Power.SEE, *read[len(items) :])
    found = [each for each in read[: len(items)] if each and each.owner == owner]
    drafts = [each for each in found if isinstance(each, ApplicationDraft)]
    return Shelf(
        [each for each in drafts if not each.submitted_as and each.expires_at > at],
        [each for each in found if isinstance(each, Application)],
        place_of(entries.last_evaluated_key, "begun_at"),
    )


def _item(entry: Application) -> Item:
    """What an entry of the index stands for."""
    kind = ApplicationDraft if entry.part == DRAFT else Application
    return kind, entry.reference, entry.part
