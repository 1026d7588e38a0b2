"""Sealed votes: who counts can read them, and nobody can lay one in another's place."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.catalogue import Text
from chalicelib.domain.ballots import codes, sealing, signing
from chalicelib.domain.ballots.definition import Audience, Definition, Option, Question, Type
from chalicelib.domain.ballots.sealing import Paper, Unreadable
from chalicelib.domain.tlog.notes import BadNote
from chalicelib.outbound import keys as secrets
from tests.factories import MONDAY
from tests.roundtrips import counted

BALLOT, CODE = "B-1f3a90bd5c", "00112233445566778899aabbccddeeff"
PAPER = Paper({"q1": ["yes"]}, CODE, level=2, district="kluuvi", age="25-34")
H, C = codes.locator(BALLOT, CODE), codes.commitment(BALLOT, CODE, PAPER.answers)


@pytest.fixture
def ballot_keys(keys):
    return sealing.new_keys(BALLOT)


@pytest.fixture
def sealed(ballot_keys):
    return sealing.seal(PAPER, ballot=BALLOT, public_key=ballot_keys[0], h=H, c=C)


def opened(sealed, ballot_keys, *, ballot=BALLOT, h=H, c=C):
    return sealing.unseal(sealed, ballot=ballot, sealed_key=ballot_keys[1], h=h, c=c)


def test_who_counts_reads_what_was_sealed(sealed, ballot_keys):
    assert opened(sealed, ballot_keys) == PAPER


def test_the_same_vote_sealed_twice_does_not_look_the_same(sealed, ballot_keys):
    assert sealed != sealing.seal(PAPER, ballot=BALLOT, public_key=ballot_keys[0], h=H, c=C)


def test_a_vote_cannot_be_laid_in_anothers_place(sealed, ballot_keys):
    for other in ({"h": C}, {"c": H}):
        with pytest.raises(Unreadable, match="sealed for something else"):
            opened(sealed, ballot_keys, **other)


@pytest.mark.parametrize("broken", [b"", b"short", bytes(600)])
def test_garbage_is_no_vote(ballot_keys, broken):
    with pytest.raises(Unreadable, match="changed since"):
        opened(broken, ballot_keys)


def test_a_vote_says_what_its_h_and_c_say(ballot_keys):
    """Sealed as it should be, but by somebody who lies about what is in it."""
    for h, c, wrong in ((C, C, "another locator"), (H, H, "another commitment")):
        lie = sealing.seal(PAPER, ballot=BALLOT, public_key=ballot_keys[0], h=h, c=c)
        with pytest.raises(Unreadable, match=wrong):
            opened(lie, ballot_keys, h=h, c=c)


def test_what_is_sealed_has_to_be_a_vote(ballot_keys, monkeypatch):
    monkeypatch.setattr(sealing, "canonical", lambda paper: b'{"answers": 5}')
    sealed = sealing.seal(PAPER, ballot=BALLOT, public_key=ballot_keys[0], h=H, c=C)

    with pytest.raises(Unreadable, match="no vote"):
        opened(sealed, ballot_keys)


def test_the_length_does_not_tell_the_answers(ballot_keys):
    definition = a_definition(questions=9, options=9)
    everything = {q.id: [o.id for o in q.options] for q in definition.questions}

    lengths = {
        len(
            sealing.seal(
                Paper(answers, CODE, level=2, district="a" * 60, age="25-34"),
                ballot=BALLOT,
                public_key=ballot_keys[0],
                h=H,
                c=C,
                length=sealing.room(definition),
            )
        )
        for answers in ({}, PAPER.answers, everything)
    }

    assert len(lengths) == 1


def test_a_vote_is_no_longer_than_it_has_to_be():
    one, many = a_definition(questions=9, options=9, most=1), a_definition(questions=9, options=9)

    assert sealing.room(one) < sealing.room(many) / 3


def a_definition(*, questions, options, most=None):
    text = Text(ru="да", en="yes")
    return Definition(
        id=BALLOT,
        title=text,
        why=text,
        questions=tuple(
            Question(
                id=f"question-{n}",
                text=text,
                type=Type.RANK,
                options=tuple(Option(f"a-long-option-{m}", text) for m in range(options)),
                most=most or options,
            )
            for n in range(questions)
        ),
        audience=Audience(areas=("city",)),
        opens_at=MONDAY,
        closes_at=MONDAY,
        agency="parks",
        promise=text,
    )


def test_kms_is_asked_once_for_each_ballot(sealed, ballot_keys):
    with counted() as calls:
        opened(sealed, ballot_keys)
        opened(sealed, ballot_keys)

    assert calls == ["Decrypt"]


def test_a_ballots_key_is_decrypted_in_the_name_of_that_ballot_only(sealed, ballot_keys):
    with pytest.raises(ClientError):
        opened(sealed, ballot_keys, ballot="B-another")


def test_the_citys_secrets_are_asked_for_once(keys):
    with counted() as calls:
        assert [secrets.log_key(), secrets.voter_key()] == [bytes(range(32)), bytes(32)]
        secrets.log_key()

    assert calls == ["GetParameter", "GetParameter"]


def test_what_the_city_says_of_a_ballot_is_signed_in_the_name_of_its_log(keys):
    note = signing.sign("a promise\n", ballot=BALLOT)

    assert signing.verify(note, ballot=BALLOT) == "a promise\n"
    assert signing.verifier(BALLOT).startswith("portal.test/data/ballots/B-1f3a90bd5c/log+")
    with pytest.raises(BadNote, match="no signature of portal"):
        signing.verify(note, ballot="B-another")
