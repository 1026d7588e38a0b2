"""The decision as a document: drawn once, kept where the portal serves nothing, lent for minutes to
whose it is."""

import hashlib
from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib import forms
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain.applications import checking, looking, rules, sheets
from chalicelib.domain.applications.finding import STAFF, load, relations, unknown
from chalicelib.domain.applications.keeping import KINDS, MEANWHILE, event_of
from chalicelib.domain.applications.rules import Act, Relation
from chalicelib.domain.keeping import keep
from chalicelib.errors import NotFound
from chalicelib.models.application import HEAD, Application, ApplicationEvent, Document
from chalicelib.models.base import Item
from chalicelib.models.event import PREFIX
from chalicelib.outbound import paper, storage

PDF = "application/pdf"
DOCUMENTED = f"application.{KINDS[Act.DOCUMENT]}"
MINUTES = 5
MOST_BYTES = 5_000_000
FOR = STAFF | {Relation.OWNER}


def make(reference: str, *, at: datetime) -> None:
    """Draw the decision, keep the file, and note its SHA-256 beside what everybody can check.

    What lies there first stays: who was killed in the middle, or comes twice, finds it and goes on.
    A decision that an appeal has undone meanwhile needs no document any more.
    """
    application = load(reference)
    if application.document is None or application.state not in rules.DECIDED:
        return
    document = checking.find(application.document)
    if document.sha256 is None and document.revoked_on is None:
        content = _kept(application.document, _drawn(application))
        _note(application, document, hashlib.sha256(content).hexdigest(), at=at)


def item(reference: str) -> Item:
    """Where the application lies, to be read along with something else."""
    return Application, reference, HEAD


def lend(application: Application | None, reference: str, *, by: Actor, at: datetime) -> str:
    """An address from which the file can be fetched for some minutes, for whose application it is
    and for officers of the authority, of whom the person sees that they did; `NotFound` for
    everybody else, and until it was made."""
    are = relations(application, by) if application else frozenset()
    if application is None or not FOR & are:
        raise unknown(reference)
    code = application.document
    if code is None or application.person is None or checking.find(code).sha256 is None:
        raise NotFound("the document of this decision is not there, or not yet")
    if STAFF & are:
        looking.note(application, by=by, at=at)
    name = f"decision-{reference}.pdf"
    return storage.lend(settings.media_bucket, key(code), name=name, lasts=MINUTES * 60)


def burn(reference: str) -> None:
    """Throw away every file that was made for an application, void ones too: a name stands in
    them. What everybody can check of them stays, which names nobody."""
    events = ApplicationEvent.query(reference, ApplicationEvent.part.startswith(PREFIX))
    made = [event.facts["document"] for event in events if event.kind == DOCUMENTED]
    storage.delete(settings.media_bucket, map(key, made))


def key(code: str) -> str:
    """Where the file lies in the bucket; CloudFront may not read there."""
    return f"private/decisions/{code}.pdf"


def _drawn(application: Application) -> bytes:
    form = forms.form(application.form, int(application.form_version))
    told = sheets.of(application, form)
    address = f"{settings.portal_url}/verify/{application.document}"
    return paper.draw(told, address=address, code=application.document)


def _kept(code: str, drawn: bytes) -> bytes:
    """What lies in the bucket from now on: another drawing of it, if one was there first."""
    bucket = settings.media_bucket
    if storage.put_once(bucket, key(code), drawn, kind=PDF, fresh_for=0):
        return drawn
    return storage.read(bucket, key(code), most_bytes=MOST_BYTES)


def _note(application: Application, document: Document, sha256: str, *, at: datetime) -> None:
    """`Conflict` if somebody was faster, or the application has moved on: the message comes again
    and finds out which."""
    event = event_of(application, Act.DOCUMENT, at=at, facts={"document": application.document})

    def fill(write: TransactWrite) -> None:
        unchanged = Application.version == application.version
        write.condition_check(Application, application.reference, HEAD, condition=unchanged)
        write.update(
            document,
            actions=[
                Document.sha256.set(sha256),
                Document.on_appeal.set(bool(application.appeals)),
            ],
            condition=Document.key.exists() & Document.sha256.does_not_exist(),
        )
        write.save(event, condition=ApplicationEvent.part.does_not_exist())

    keep(fill, otherwise=MEANWHILE)
