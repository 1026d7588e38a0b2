"""Applying before one has an account. What a guest has begun belongs to a secret that their browser
keeps, until somebody who has signed in with it makes it theirs: once."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Profile
from chalicelib.domain.answers import visible
from chalicelib.domain.applications import quotas, rules
from chalicelib.domain.applications.draft_keeping import (
    CHANGED,
    GUEST,
    changing,
    check_seen,
    form_of,
    known,
    open_still,
)
from chalicelib.domain.applications.prefill import prefilled, typed
from chalicelib.domain.applications.rules import Relation
from chalicelib.domain.keeping import keep, setting
from chalicelib.errors import Conflict, Forbidden
from chalicelib.forms import Field, Step
from chalicelib.models.application import ApplicationDraft


def guest(secret: str) -> Actor:
    """Whoever has the secret, at what was begun with it and nowhere else; a hash of it is kept."""
    return Actor(GUEST + hashlib.sha256(secret.encode()).hexdigest())


def holds(secret: str, draft: ApplicationDraft | None) -> bool:
    """Whether a guest's draft was begun, or gone on with, by who has this secret."""
    if draft is None or not secret:
        return False
    return hmac.compare_digest(draft.owner.encode(), guest(secret).id.encode())


def adopt(draft: ApplicationDraft, *, secret: str, by: Actor, at: datetime) -> None:
    """It is theirs from now on, and no guest's any more; adopting it twice is adopting it.

    What they left empty and the account knows is filled in. Steps in which something was, and those
    that take documents, are asked once more. `Conflict` if it is somebody else's already, or was
    changed meanwhile.
    """
    if draft.owner == by.id:
        return
    if by.level < 1:
        raise Forbidden(rules.REFUSED[Relation.RESIDENT].singular)
    check_seen(draft, None)
    changes = _as_theirs(draft, accounts.profile(by.id), by=by)

    def fill(write: TransactWrite) -> None:
        still = open_still(at) & (ApplicationDraft.owner == guest(secret).id)
        changing(write, draft, setting(ApplicationDraft, changes), at=at, only_if=still)
        quotas.BEGUN.using(write, by.id, at=at)

    try:
        keep(fill, otherwise=CHANGED)
    except Conflict:
        now = known(draft.id)
        if now and now.owner == by.id:
            return
        quotas.BEGUN.check(by.id, at=at)
        raise


def _as_theirs(draft: ApplicationDraft, profile: Profile, *, by: Actor) -> dict[str, Any]:
    """A guest applies for themselves, whomever the person may act for."""
    form = form_of(draft)
    found = prefilled(form, profile, None)
    now = visible(form, {**found.answers, **draft.answers})
    sources, corrected = typed(found.sources, None, found.answers, now.answers)
    filled_in = now.answers.keys() - draft.answers.keys()
    done = (draft.done or set()) - set(_to_be_seen(now.steps, filled_in))
    return {
        "owner": by.id,
        "person": by.id,
        "letter": None,
        "answers": now.answers,
        "sources": sources,
        "corrected": corrected or None,
        "verified_on": found.verified_on,
        "done": done or None,
    }


def _to_be_seen(steps: Sequence[Step], filled_in: set[str]) -> Iterator[str]:
    for step in steps:
        codes = {field.code for field in step.fields}
        if codes & filled_in or any(map(takes_files, step.fields)):
            yield step.code


def takes_files(field: Field) -> bool:
    """Whether documents belong to it, or to an entry of it."""
    return field.kind == "file" or any(map(takes_files, field.fields))
