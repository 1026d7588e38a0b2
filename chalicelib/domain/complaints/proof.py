"""An answer with proof: what its photos have to show is asked with the write that keeps it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.complaints.keeping import change
from chalicelib.domain.keeping import Fill
from chalicelib.domain.photos.proving import Deed, Proofs, proving
from chalicelib.errors import Conflict
from chalicelib.models.complaint import Complaint, ComplaintEvent


def change_with_proof(
    complaint: Complaint,
    changes: Mapping[str, Any],
    event: ComplaintEvent,
    *,
    photos: Sequence[str],
    by: Actor,
    also: Fill | None = None,
) -> Complaint:
    """The same as `change`, with photos that belong to it from then on, and prove it. `Invalid`
    names each that cannot, by its number.

    It takes one write, as everything else does. Only if that is refused the photos are looked at:
    what a condition could not say, and they can, is tried once more.
    """
    deed = Deed(complaint.reference, float(complaint.lat), float(complaint.lon), event.at)

    def kept(fill: Fill) -> Complaint:
        def all_of_it(write: TransactWrite) -> None:
            fill(write)
            if also:
                also(write)

        return change(complaint, changes, event, also=all_of_it)

    try:
        return kept(lambda write: proving(write, photos, deed, by=by))
    except Conflict:
        proofs = Proofs(photos, deed, by=by)
    try:
        return kept(proofs.attaching)
    except Conflict:
        Proofs(photos, deed, by=by)  # one that looks alike may have been used in this moment
        raise
