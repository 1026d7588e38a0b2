"""Sealing votes for one ballot, so that only who counts them can read them (HPKE, RFC 9180)."""

import base64
import functools
from typing import TYPE_CHECKING

import msgspec

from chalicelib.domain.ballots import codes
from chalicelib.domain.ballots.definition import Answers, Definition, Question, Type, canonical
from chalicelib.outbound import keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.hpke import Suite

BLOCK = 256  # bytes: the length of what is sealed is a multiple of it
AROUND = 200  # bytes of a paper beside its answers: the code, the level, district and age


class Unreadable(Exception):
    """A vote that was not sealed for this ballot, or is not the one that its h and c say."""


class Paper(msgspec.Struct, frozen=True):
    """A vote as it is counted: the code is the salt, the rest are answers and what figures need."""

    answers: Answers
    code: str  # 32 hex digits
    level: int  # of assurance, when they voted
    district: str  # by its code; empty if they live in none
    age: str  # 18-24, …; empty if it is not known


def new_keys(ballot: str) -> tuple[str, str]:
    """Keys for a ballot, in base64: the public one, and the private one encrypted by KMS."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    encrypted = keys.encrypt(private.private_bytes_raw(), ballot=ballot)
    return _text(private.public_key().public_bytes_raw()), _text(encrypted)


def room(definition: Definition) -> int:
    """How long each vote of this ballot is made, so that its length does not tell the answers:
    as long as the longest that there can be."""
    longest = {question.id: _longest(question) for question in definition.questions}
    return _blocks(len(canonical(longest)) + AROUND)


def seal(
    paper: Paper, *, ballot: str, public_key: str, h: str, c: str, length: int = BLOCK
) -> bytes:
    """The vote, to be read by the ballot's private key, for this ballot, h and c alone.

    ``length`` is the ballot's `room`.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    content = canonical(paper)
    padded = content.ljust(_blocks(max(len(content), length)))  # JSON may end in white space
    key = X25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    return _suite().encrypt(padded, key, info=_purpose(ballot, h, c))


def unseal(sealed: bytes, *, ballot: str, sealed_key: str, h: str, c: str) -> Paper:
    """The vote; `Unreadable` if it is not the one that h and c say."""
    paper = _opened(sealed, _private_key(ballot, sealed_key), _purpose(ballot, h, c))
    if codes.locator(ballot, paper.code) != h:
        raise Unreadable("its code has another locator")
    if codes.commitment(ballot, paper.code, paper.answers) != c:
        raise Unreadable("its answers have another commitment")
    return paper


def _longest(question: Question) -> list[str]:
    """The longest answer to a question; of a budget, everything may turn out to be affordable."""
    ids = sorted((option.id for option in question.options), key=len, reverse=True)
    return ids if question.type is Type.BUDGET else ids[: question.most]


def _opened(sealed: bytes, key: "X25519PrivateKey", purpose: bytes) -> Paper:
    from cryptography.exceptions import InvalidTag

    try:
        return msgspec.json.decode(_suite().decrypt(sealed, key, info=purpose), type=Paper)
    except InvalidTag as error:
        raise Unreadable("it was sealed for something else, or changed since") from error
    except msgspec.DecodeError as error:
        raise Unreadable("what was sealed is no vote") from error


def _purpose(ballot: str, h: str, c: str) -> bytes:
    """What the seal is bound to: the same vote in another place cannot be read."""
    return f"agv1-seal|{ballot}|{h}|{c}".encode()


def _blocks(length: int) -> int:
    """The next whole number of blocks."""
    return -(-length // BLOCK) * BLOCK


@functools.lru_cache(maxsize=32)
def _private_key(ballot: str, sealed_key: str) -> "X25519PrivateKey":
    """Decrypted once for each ballot and process; KMS is asked for every one."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(
        keys.decrypt(base64.b64decode(sealed_key), ballot=ballot)
    )


@functools.cache
def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
