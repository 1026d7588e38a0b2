"""The logs of ballots over HTTP: checkpoints, leaves, proofs, and whether a vote is in."""

import base64
from datetime import datetime
from typing import Annotated, Literal

from chalice.app import Response
from msgspec import Meta, Struct, field

from chalicelib.domain.ballots import log, signing
from chalicelib.domain.ballots.log import Found, Proof
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.http import as_json
from chalicelib.edge.identity import ANYONE

blueprint = Capability(__name__)

FRESH = {"Cache-Control": "public, max-age=5"}  # what the next votes change


class LeavesQuery(Struct):
    start: int
    end: int


class InclusionQuery(Struct):
    index: int
    size: int | None = None


class ConsistencyQuery(Struct):
    old: int = field(name="from")
    new: int | None = field(default=None, name="to")


class KeyQuery(Struct):
    ballot: Annotated[str, Meta(pattern="^B-[0-9a-f]{10}$")] | None = None


class CheckQuery(Struct):
    h: str


class KeyView(Struct):
    """The Ed25519 key that signs; `verifier` is it as C2SP signed-note has it, for one ballot."""

    public_key: str
    verifier: str | None


class LeafView(Struct):
    """An entry: the leaf's hash is SHA-256 of a zero byte and `{"c":"…","h":"…"}`."""

    h: str
    c: str


class LeavesView(Struct):
    start: int
    leaves: list[LeafView]


class ProofView(Struct):
    """Hashes in base64, in the order of RFC 9162, for the log when it had `size` leaves."""

    size: int
    hashes: list[str]


class CheckView(Struct):
    """A vote that was taken. While it is `waiting` there is no index; once it is `recorded`,
    `inclusion` shows that it is in the log that `checkpoint` signs."""

    state: Literal["waiting", "recorded"]
    h: str
    c: str
    received_at_bucket: datetime
    index: int | None = None
    checkpoint: str | None = None
    inclusion: ProofView | None = None


@blueprint.api("GET /api/v1/log/key", who=ANYONE)
def show_log_key(call: Call, query: KeyQuery) -> KeyView:
    """The key by which checkpoints and promises are verified; with `ballot`, as a verifier key."""
    verifier = signing.verifier(query.ballot) if query.ballot else None
    return KeyView(_base64(signing.public_key()), verifier)


@blueprint.api("GET /api/v1/log/{ballot}/checkpoint", who=ANYONE, media={"text/plain": str})
def show_checkpoint(call: Call, ballot: str) -> Response:
    """How far the log of a ballot has come, as a signed note (C2SP tlog-checkpoint)."""
    return Response(log.checkpoint(ballot), {"Content-Type": "text/plain; charset=utf-8", **FRESH})


@blueprint.api("GET /api/v1/log/{ballot}/leaves", who=ANYONE)
def list_leaves(call: Call, ballot: str, query: LeavesQuery) -> LeavesView | Response:
    """The entries from `start` to `end`, both included, at most 1,000.

    Those that are not in the log yet are left out.
    """
    found = [LeafView(leaf.h, leaf.c) for leaf in log.leaves(ballot, query.start, query.end)]
    return _fresh(LeavesView(query.start, found))


@blueprint.api("GET /api/v1/log/{ballot}/proof/inclusion", who=ANYONE)
def prove_inclusion(call: Call, ballot: str, query: InclusionQuery) -> ProofView | Response:
    """Proof that the entry with an index is in the log of a size, or as it is now.

    RFC 9162, 2.1.3.
    """
    return _fresh(_proof(log.inclusion(ballot, query.index, query.size)))


@blueprint.api("GET /api/v1/log/{ballot}/proof/consistency", who=ANYONE)
def prove_consistency(call: Call, ballot: str, query: ConsistencyQuery) -> ProofView | Response:
    """Proof that the log of one size is how that of a later one, or of now, begins.

    RFC 9162, 2.1.4.
    """
    return _fresh(_proof(log.consistency(ballot, query.old, query.new)))


@blueprint.api("GET /api/v1/ballots/{id}/check", who=ANYONE)
def check_vote(call: Call, id: str, query: CheckQuery) -> CheckView | Response:
    """Whether the vote with a locator is in the log; the code itself is never sent."""
    return _fresh(_checked(log.find(id, query.h)))


def _fresh(view: Struct) -> Response:
    answer = as_json(view)
    answer.headers |= FRESH
    return answer


def _checked(found: Found) -> CheckView:
    leaf, place = found.leaf, found.place
    if place is None:
        return CheckView("waiting", leaf.h, leaf.c, found.bucket)
    return CheckView(
        "recorded",
        leaf.h,
        leaf.c,
        found.bucket,
        place.index,
        place.checkpoint,
        _proof(place.proof),
    )


def _proof(proof: Proof) -> ProofView:
    return ProofView(proof.size, [_base64(each) for each in proof.hashes])


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
