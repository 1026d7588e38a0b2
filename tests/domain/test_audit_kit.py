"""The audit kit: anybody recounts it, and whatever somebody without the key changes is found."""

import io
import subprocess
import sys
import zipfile
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.ballots import kit, signing
from chalicelib.domain.ballots.definition import canonical
from chalicelib.kit import verify
from tests.kits import a_kit
from tests.tampering import city_key, honest, seal, tampered, told

__all__ = ["city_key", "honest", "tampered", "told"]
pytestmark = pytest.mark.usefixtures("city_key")


def test_an_honest_kit_is_in_order(honest, told):
    assert told(honest) == (0, {})


def test_packed_it_is_in_order_too_and_the_same_to_the_byte(honest, tmp_path, told):
    packed = []
    for name in ("one.zip", "two.zip"):
        with (tmp_path / name).open("w+b") as into:
            kit.pack(honest, into)
        packed.append((tmp_path / name).read_bytes())

    assert packed[0] == packed[1]
    assert told(tmp_path / "one.zip") == (0, {})


def test_it_runs_alone_with_nothing_but_python(honest, tmp_path):
    command = [sys.executable, "-I", "-S", str(honest / "verify.py"), str(honest)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "5 reports, none rewritten; " in done.stdout
    assert "2026-03-02T09:30:00Z" in done.stdout  # a report that was missed
    assert "All is in order" in done.stdout
    usage = subprocess.run(command[:-1], capture_output=True, text=True, check=False)
    assert usage.returncode == 2


@pytest.mark.parametrize("votes", [0, 1, 2, 3, 7, 8])
def test_small_ballots_are_in_order(tmp_path, told, votes):
    assert told(a_kit(tmp_path / "kit", votes)) == (0, {})


@pytest.mark.parametrize("visibility", ["turnout_only", "after_close"])
def test_a_ballot_whose_figures_were_not_told_before_is_in_order(tmp_path, told, visibility):
    assert told(a_kit(tmp_path / "kit", visibility=visibility, quorum=50)) == (0, {})


@pytest.mark.parametrize("seed", range(12))
def test_two_counts_that_know_nothing_of_each_other_agree(tmp_path, told, seed):
    """The city's and the verifier's, of every type of question, ties and few votes included."""
    votes = Random(seed).randint(1, 60)  # noqa: S311

    assert told(a_kit(tmp_path / "kit", votes, seed=seed)) == (0, {})


def test_a_leaf_that_nobody_can_open_is_named(tmp_path, told):
    code, failed = told(a_kit(tmp_path / "kit", unopened=[17]))

    assert code == 1
    assert failed == {"openings": "nobody can open these leaves, as the city says itself: [17]"}


# Whoever has no key of the city cannot change anything: the list of contents tells.


@pytest.mark.parametrize("name", [*verify.FILES, kit.CONTENTS])
def test_a_file_that_is_taken_away_is_missed(tampered, told, name):
    (tampered / name).unlink()

    code, failed = told(tampered)

    assert (code, failed["files"]) == (1, f"{name} is missing")


def test_a_file_that_is_added_is_named(tampered, told):
    (tampered / "more.txt").write_text("more")

    assert told(tampered)[1] == {"files": "more.txt is not among what the city signed"}


@pytest.mark.parametrize("name", [*verify.FILES, kit.CONTENTS])
def test_a_file_that_was_cut_off_is_named(tampered, told, name):
    content = (tampered / name).read_bytes()
    (tampered / name).write_bytes(content[: len(content) // 2])

    code, failed = told(tampered)

    assert code == 1
    assert name in failed["files"]


@pytest.mark.parametrize("name", [*verify.FILES, kit.CONTENTS])
@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_any_byte_that_is_flipped_is_found(tampered, honest, told, name, data):
    content = bytearray((honest / name).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    (tampered / name).write_bytes(content)

    code, failed = told(tampered)

    assert code == 1
    assert name in failed["files"] or name == "key.txt"


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_any_byte_that_is_flipped_in_the_zip_is_found(honest, tmp_path, told, data):
    """In a file, or between the files: names, sizes, dates, what kind of system made it."""
    packed = io.BytesIO()
    kit.pack(honest, packed)
    content = bytearray(packed.getvalue())
    with zipfile.ZipFile(packed) as whole:
        start = data.draw(st.sampled_from([e.header_offset for e in whole.infolist()]))
    between = st.sampled_from([*range(start, start + 60), *range(-700, 0)])
    content[data.draw(st.integers(0, len(content) - 1) | between)] ^= data.draw(st.integers(1, 255))
    (tmp_path / "kit.zip").write_bytes(content)

    code, failed = told(tmp_path / "kit.zip")

    assert code == 1
    assert "files" in failed


def test_a_kit_of_another_key_says_so_plainly(tampered, told, monkeypatch):
    """Signed anew by somebody else, all of it: only the key tells, so it is shown to compare."""
    monkeypatch.setattr("chalicelib.outbound.keys.log_key", lambda: bytes(32))
    signing.public_key.cache_clear()
    (tampered / "key.txt").write_text(signing.verifier("B-1f3a90bd5c") + "\n")
    seal(tampered)
    signing.public_key.cache_clear()

    code, failed = told(tampered)

    assert code == 1
    assert failed == {"log": "the checkpoint of checkpoint.txt is not signed by the city"}


def test_signatures_are_verified_as_others_verify_them():
    """RFC 8032, 7.1, test 3, and signatures of another implementation, right and wrong."""
    public = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signature = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert verify.verified(public, bytes.fromhex("af82"), signature)
    assert not verify.verified(public, b"", signature)
    for n in range(20):
        key = Ed25519PrivateKey.from_private_bytes(bytes([n] * 32))
        own, made = key.public_key().public_bytes_raw(), bytearray(key.sign(b"a text"))
        assert verify.verified(own, b"a text", bytes(made))
        made[n * 3] ^= 1 << n % 8
        assert not verify.verified(own, b"a text", bytes(made))


def test_a_number_too_large_or_a_point_that_is_none_signs_nothing():
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    own, made = key.public_key().public_bytes_raw(), key.sign(b"a text")
    s = int.from_bytes(made[32:], "little") + verify.Q

    assert not verify.verified(own, b"a text", made[:32] + s.to_bytes(32, "little"))
    assert not verify.verified(b"\xff" * 32, b"a text", made)
    assert not verify.verified(b"\x02" + bytes(31), b"a text", made)
    assert not verify.verified(own, b"a text", made[:63])


text = st.text(st.characters(exclude_categories=["Cs"]))
ours = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda more: st.lists(more) | st.dictionaries(st.text("abcxyz_019-", min_size=1), more),
)


@given(ours)
def test_canonical_json_is_the_same_in_the_kit_as_in_the_city(value):
    assert verify.canonical(value) == canonical(value)
