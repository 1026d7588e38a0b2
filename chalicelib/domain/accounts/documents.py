"""A document verifies one account and no other: that it has, is claimed; its number is never kept.

Of the number there is an HMAC under a secret of the stage, which only who raises levels may read
(docs/adr/0025-one-document-one-account.md).
"""

import hashlib
import hmac
import unicodedata
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, lengths
from chalicelib.actors import Actor
from chalicelib.domain.accounts import keeping, rules
from chalicelib.domain.keeping import kept
from chalicelib.errors import Claimed, Invalid
from chalicelib.language import countries
from chalicelib.messages import Message, say
from chalicelib.models.person import CLAIM, DocumentClaim, Person
from chalicelib.outbound import keys

SHORTEST, LONGEST = 5, 40  # letters and digits of a number
# Letters that look alike: one officer types them in Cyrillic, another one in Latin.
ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def claim_of(document: str, number: str, country: str | None) -> str:
    """Where it lies that a document has verified somebody, whatever kind the officer says that it
    is of; `Invalid` names what is wrong. Without a country it is the city's own."""
    country = catalogue.city().country if country is None else country
    plain = normalised(number)
    wrong: dict[str, Message] = {}
    if document not in rules.DOCUMENTS:
        wrong["document"] = say("choose one of the options")
    if why := _wrong_with(plain):
        wrong["number"] = why
    if country not in countries("en"):
        wrong["country"] = say("choose one of the options")
    if wrong:
        raise Invalid("say what you have seen", wrong)
    told = f"{country}\0{plain}".encode()
    return f"document#{hmac.new(keys.document_key(), told, hashlib.sha256).hexdigest()}"


def normalised(number: str) -> str:
    """The same number, however it is typed: its letters and digits alone."""
    typed = number.replace("№", "")  # which is «No» else
    plain = unicodedata.normalize("NFKC", typed).upper().translate(ALIKE)
    return "".join(filter(str.isalnum, plain))


def claiming(write: TransactWrite, claim: str, person: str, *, at: datetime) -> None:
    """Put into a transaction: it fails if the document has verified another account."""
    free = DocumentClaim.key.does_not_exist() | (DocumentClaim.expires_at <= at)
    write.save(DocumentClaim(claim, person=person), condition=free | _claimed_by(person))


def letting_go(write: TransactWrite, claim: str, person: str, *, until: datetime) -> None:
    """Put into a transaction: from then on the document may verify another account; the person's
    own it may verify again at any time."""
    _let_go(write, claim, person, DocumentClaim.expires_at.set(until))


def forgetting(write: TransactWrite, claim: str, person: str, *, until: datetime) -> None:
    """The same of an account that is deleted: whose it was is not kept so long."""
    nobodys = DocumentClaim.person.remove()
    _let_go(write, claim, person, DocumentClaim.expires_at.set(until), nobodys)


def check_free(claim: str, person: str, *, by: Actor, at: datetime) -> None:
    """`Claimed` if the document has verified another account: there is a case then for an operator
    to settle, and who has that account hears of it."""
    try:
        found = DocumentClaim.get(claim, CLAIM, consistent_read=True)
    except DocumentClaim.DoesNotExist:
        return
    if found.person == person or (found.expires_at and found.expires_at <= at):
        return
    if found.person:
        _open_case(person, found.person, by=by, at=at)
    if found.expires_at is None:
        raise Claimed(
            "another account has been verified with this document; who has it hears of this"
        )
    raise Claimed(
        "this document can verify another account from %(moment)s on: until then ballots are open "
        "in which it may have voted",
        moment=catalogue.in_city(found.expires_at),
    )


def _open_case(person: str, holder: str, *, by: Actor, at: datetime) -> None:
    """Once for the two of them: who tries again finds it open. Neither is told who the other is."""
    refused = keeping.event(person, "claim_refused", at=at, by=by)
    refused.private_note = holder  # which neither people nor the bus get
    contested = keeping.event(holder, "claim_contested", at=at, by=by, concerns=[holder])
    none_yet = Person.claimed_by.does_not_exist() | (Person.claimed_by != holder)

    def fill(write: TransactWrite) -> None:
        write.update(
            Person(person, version=0),  # whatever it is, it rises
            actions=[Person.claimed_by.set(holder)],
            condition=Person.id.exists() & none_yet,
            add_version_condition=False,
        )
        write.save(refused)
        write.save(contested)

    kept(fill)


def _let_go(write: TransactWrite, claim: str, person: str, *actions: Action) -> None:
    write.update(DocumentClaim(claim), actions=list(actions), condition=_claimed_by(person))


def _wrong_with(plain: str) -> Message | None:
    """A number has digits: «none» is no number."""
    if not plain:
        return say("this field is missing")
    if why := lengths.wrong(plain, least=SHORTEST, most=LONGEST):
        return why
    return None if any(map(str.isdigit, plain)) else say("a document has a number with digits")


def _claimed_by(person: str) -> Condition:
    return DocumentClaim.person == person
