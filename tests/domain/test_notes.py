"""Signed notes: as others write them they are read, and what was changed is found out."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.tlog import notes
from chalicelib.domain.tlog.notes import BadNote, Checkpoint

# The example of golang.org/x/mod/sumdb/note: keys, text and note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NOTE = f"""{TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""  # noqa: E501

LOG, KEY = "city.example/data/ballots/B-1/log", bytes(range(32))
CHECKPOINT = Checkpoint("example.com/behind-the-sofa", 20852163, bytes(32))


@pytest.fixture(scope="module")
def public():
    return notes.read_verifier(NEUMANN)[1]


def test_a_note_of_others_is_verified(public):
    assert notes.verify(NOTE, name="PeterNeumann", public=public) == TEXT


def test_we_sign_as_others_do():
    assert notes.sign(TEXT, name="PeterNeumann", key=PRIVATE) == NOTE


def test_a_verifier_key_is_read_and_written(public):
    assert notes.read_verifier(NEUMANN) == ("PeterNeumann", public)
    assert notes.verifier("PeterNeumann", public) == NEUMANN


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("PeterNeumann", "no key of Ed25519"),
        ("PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "no key of Ed25519"),
        ("PeterNeumann+c74f20a3+A!", "not written in base64"),
        ("PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "hash is not that"),
    ],
)
def test_what_is_no_verifier_key_is_refused(line, wrong):
    with pytest.raises(BadNote, match=wrong):
        notes.read_verifier(line)


def test_signatures_of_others_are_left_aside(public):
    witnessed = NOTE + "— witness.example AAAAAQID\n"

    assert notes.verify(witnessed, name="PeterNeumann", public=public) == TEXT


@pytest.mark.parametrize(
    ("note", "wrong"),
    [
        (NOTE.replace("think", "hope"), "signature of PeterNeumann is not right"),
        (NOTE.replace("x08go/ZJ", "x08go/ZK"), "signature of PeterNeumann is not right"),
        (NOTE + NOTE.split("\n")[3].replace("ZJ", "ZK") + "\n", "is not right"),
        (NOTE.replace("— PeterNeumann", "— Peter"), "no signature of PeterNeumann"),
        (NOTE.replace("x08go", "y08go"), "no signature of PeterNeumann with the key c74f20a3"),
        (NOTE.replace("— Peter", "- Peter"), "is no signature"),
        (NOTE.replace("x08go/", "x08go*"), "not written in base64"),
        (TEXT + "\n— PeterNeumann x08g\n", "too short"),
        (TEXT, "no empty line"),
        (NOTE.rstrip(), "does not end with a line"),
        (NOTE.replace("think", "th\tink"), "control character"),
        (NOTE + "— a AAAAAQID\n" * 100, "more than 100 signatures"),
    ],
)
def test_what_was_changed_is_found_out_and_named(public, note, wrong):
    with pytest.raises(BadNote, match=wrong):
        notes.verify(note, name="PeterNeumann", public=public)


def test_the_same_key_under_another_name_is_another_key(public):
    with pytest.raises(BadNote, match="no signature of Neumann"):
        notes.verify(NOTE, name="Neumann", public=public)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\N{NO-BREAK SPACE}b"])
def test_a_name_that_could_not_be_read_again_signs_nothing(name):
    with pytest.raises(BadNote, match="no name of a key"):
        notes.sign(TEXT, name=name, key=KEY)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")).map("{}\n".format)


@given(texts)
def test_what_is_signed_is_verified(text):
    note = notes.sign(text, name=LOG, key=KEY)
    name, public = notes.read_verifier(notes.verifier(LOG, PUBLIC))

    assert notes.verify(note, name=name, public=public) == text


PUBLIC = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")


def test_a_checkpoint_is_three_lines():
    assert CHECKPOINT.text == (
        "example.com/behind-the-sofa\n20852163\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    )
    assert notes.read_checkpoint(CHECKPOINT.text) == CHECKPOINT


def test_further_lines_of_a_checkpoint_are_let_be():
    assert notes.read_checkpoint(CHECKPOINT.text + "timestamp 5\n") == CHECKPOINT


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "three lines"),
        ("log\n1\n", "three lines"),
        ("\n1\nAAAA\n", "none of them empty"),
        (CHECKPOINT.text.rstrip(), "three lines"),
        (CHECKPOINT.text.replace("\n2", "\n02"), "'020852163' is no size"),
        (CHECKPOINT.text.replace("\n2", "\n-2"), "'-20852163' is no size"),
        (CHECKPOINT.text.replace("\n2", "\n٢"), "is no size"),
        (CHECKPOINT.text.replace("A=", "="), "not written in base64"),
        ("log\n1\nAAAA\n", "a root has 32 bytes, this one has 3"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text, wrong):
    with pytest.raises(BadNote, match=wrong):
        notes.read_checkpoint(text)
