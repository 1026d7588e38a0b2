"""Signed notes (C2SP signed-note) and checkpoints of logs (C2SP tlog-checkpoint).

A note is text that can be read, with lines below it by which anybody can check who signed it.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

ED25519 = b"\x01"  # the type of signature, as the key's hash and the verifier key have it
DASH = "\N{EM DASH}"
MOST_SIGNATURES = 100
NAME = re.compile(r"[^\s+]+")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
SIZE = re.compile(r"0|[1-9][0-9]*")
ID, SIGNATURE, KEY, HASH = 4, 64, 32, 32  # lengths in bytes


class BadNote(ValueError):
    """The note is malformed, or not signed as it has to be; the message says which."""


@dataclass(frozen=True)
class Checkpoint:
    """How far a log has come: its size, and the root that stands for all of it."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def sign(text: str, *, name: str, key: bytes) -> str:
    """The text with a signature of ``name`` below; ``key`` is a private key of Ed25519."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    _check(text)
    private = Ed25519PrivateKey.from_private_bytes(key)
    public = private.public_key().public_bytes_raw()
    signature = _key_id(name, public) + private.sign(text.encode())
    return f"{text}\n{DASH} {name} {_base64(signature)}\n"


def verify(note: str, *, name: str, public: bytes) -> str:
    """The text, if ``name`` has signed it with that key; signatures of others are left aside.

    `BadNote` if it is malformed, if there is no such signature, or if one is not right.
    """
    text, signatures = _parts(note)
    own = (name, _key_id(name, public))
    mine = [made[ID:] for signer, made in signatures if (signer, made[:ID]) == own]
    if not mine:
        raise BadNote(f"there is no signature of {name} with the key {own[1].hex()}")
    for signature in mine:
        _verify(text, signature, name, public)
    return text


def verifier(name: str, public: bytes) -> str:
    """The line by which others are told of a key: ``name+hash+key``."""
    return f"{name}+{_key_id(name, public).hex()}+{_base64(ED25519 + public)}"


def read_verifier(line: str) -> tuple[str, bytes]:
    """The name and the public key of a verifier key; `BadNote` if it is none of Ed25519."""
    name, _, rest = line.partition("+")
    hashed, _, encoded = rest.partition("+")
    key = _bytes(encoded, "the key")
    if key[:1] != ED25519 or len(key) != 1 + KEY:
        raise BadNote("it is no key of Ed25519")
    if hashed != _key_id(name, key[1:]).hex():
        raise BadNote("the hash is not that of the name and the key")
    return name, key[1:]


def read_checkpoint(text: str) -> Checkpoint:
    """What the text of a note says; `BadNote` if that is no checkpoint. Further lines are let be,
    as the specification asks."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise BadNote("a checkpoint has three lines at least, none of them empty")
    origin, size, root, *_ = lines
    if not SIZE.fullmatch(size):
        raise BadNote(f"{size!r} is no size of a log")
    hashed = _bytes(root, "the root")
    if len(hashed) != HASH:
        raise BadNote(f"a root has {HASH} bytes, this one has {len(hashed)}")
    return Checkpoint(origin, int(size), hashed)


def _check(text: str) -> None:
    if not text.endswith("\n"):
        raise BadNote("the text does not end with a line")
    if CONTROL.search(text):
        raise BadNote("the text has a control character")


def _key_id(name: str, public: bytes) -> bytes:
    if not NAME.fullmatch(name):
        raise BadNote(f"{name!r} is no name of a key: it is empty, or has a space or a plus")
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:ID]


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text, and who signed it with what; the last empty line lies between."""
    _check(note)
    text, gap, below = note.rpartition("\n\n")
    if not gap:
        raise BadNote("no empty line parts the text from the signatures")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"it has more than {MOST_SIGNATURES} signatures")
    return f"{text}\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != DASH or not NAME.fullmatch(name):
        raise BadNote(f"{line!r} is no signature")
    made = _bytes(encoded, f"the signature of {name}")
    if len(made) <= ID:
        raise BadNote(f"the signature of {name} is too short")
    return name, made


def _verify(text: str, signature: bytes, name: str, public: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(public)
    try:
        key.verify(signature, text.encode())
    except InvalidSignature as error:
        raise BadNote(f"the signature of {name} is not right: the text was changed") from error


def _bytes(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadNote(f"{what} is not written in base64") from error


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
