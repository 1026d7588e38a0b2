"""The audit kit: anybody recounts it, and whatever is changed in it is found and named."""

import io
import json
import re
import shutil
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


@pytest.fixture(scope="module", autouse=True)
def city_key():
    """One key for all kits of this file; nothing of AWS is needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chalicelib.outbound.keys.log_key", lambda: bytes(range(32)))
        signing.public_key.cache_clear()
        yield
    signing.public_key.cache_clear()


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return a_kit(tmp_path_factory.mktemp("honest") / "kit")


@pytest.fixture
def tampered(honest, tmp_path):
    return shutil.copytree(honest, tmp_path / "kit")


@pytest.fixture
def told(capsys):
    """What the verifier says of a kit: the exit code, and what failed by the name of the check."""

    def told(place):
        code = verify.main([str(place)])
        said = capsys.readouterr().out
        return code, dict(re.findall(r"^  FAIL  (\w+) +(.*)$", said, re.MULTILINE))

    return told


def lines(folder, name):
    return (folder / name).read_text().splitlines(keepends=True)


def rewrite(folder, name, changed, *, sealed=True):
    """Change a file, and unless it is left to whoever has no key, sign the whole kit anew."""
    (folder / name).write_text("".join(changed), encoding="utf-8")
    if sealed:
        seal(folder)


def seal(folder):
    """As the city could, if it wanted to deceive: the list of contents fits what it lists."""
    text = (folder / kit.CONTENTS).read_text()
    said = dict(line.split(" ") for line in text.splitlines()[1:3])
    files = [file for file in sorted(folder.iterdir()) if file.name != kit.CONTENTS]
    digests = {file.name: kit._digest(file) for file in files}
    signed = signing.sign(kit.contents("B-1f3a90bd5c", said, digests), ballot="B-1f3a90bd5c")
    (folder / kit.CONTENTS).write_text(signed)


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


# The city itself, with its key, cannot deceive either: what it signed before tells.


def test_a_leaf_that_is_dropped_is_found(tampered, told):
    for name in ("leaves.jsonl", "openings.jsonl"):
        kept = lines(tampered, name)[:-1]
        rewrite(tampered, name, kept)

    _, failed = told(tampered)

    assert failed["log"] == "checkpoint.txt speaks of 40 leaves, there are 39"
    assert "40 people on the roll, but 39 votes" in failed["roll"]


def test_a_leaf_that_is_added_is_found(tampered, told):
    extra = {"answers": {f"q{n}": [] for n in range(1, 7)}, "code": "0" * 32, "index": 40}
    h, c = locator_and_commitment(extra)
    rewrite(tampered, "leaves.jsonl", [*lines(tampered, "leaves.jsonl"), line({"c": c, "h": h})])
    rewrite(tampered, "openings.jsonl", [*lines(tampered, "openings.jsonl"), line(extra)])

    _, failed = told(tampered)

    assert failed["log"] == "checkpoint.txt speaks of 40 leaves, there are 41"
    assert "40 people on the roll, but 41 votes" in failed["roll"]
    assert "openings" not in failed


def line(value):
    return canonical(value).decode() + "\n"


def locator_and_commitment(opening):
    from chalicelib.domain.ballots import codes

    of = ("B-1f3a90bd5c", opening["code"])
    return codes.locator(*of), codes.commitment(*of, opening["answers"])


def test_a_leaf_that_stands_in_anothers_place_is_found(tampered, told):
    leaves = lines(tampered, "leaves.jsonl")
    h, c = locator_and_commitment(
        other := answered_otherwise(lines(tampered, "openings.jsonl")[12])
    )
    leaves[12] = line({"c": c, "h": h})
    openings = lines(tampered, "openings.jsonl")
    openings[12] = line(other)
    rewrite(tampered, "leaves.jsonl", leaves)
    rewrite(tampered, "openings.jsonl", openings)

    _, failed = told(tampered)

    assert "the first 20 leaves have another root" in failed["log"] or "40" in failed["log"]
    assert "openings" not in failed


def answered_otherwise(opening):
    said = json.loads(opening)
    said["answers"]["q1"] = ["c"] if said["answers"]["q1"] != ["c"] else ["a"]
    return said


def test_answers_that_are_swapped_are_found(tampered, told):
    openings = lines(tampered, "openings.jsonl")
    openings[5] = line(answered_otherwise(openings[5]))
    rewrite(tampered, "openings.jsonl", openings)

    _, failed = told(tampered)

    assert failed["openings"] == "leaf 5: the answers are not those of its c"


def test_a_code_of_somebody_else_is_found(tampered, told):
    openings = [json.loads(text) for text in lines(tampered, "openings.jsonl")]
    openings[3]["code"] = openings[4]["code"]
    rewrite(tampered, "openings.jsonl", map(line, openings))

    assert told(tampered)[1]["openings"] == "leaf 3: the code is not the one of its h"


def test_openings_out_of_order_are_found(tampered, told):
    openings = lines(tampered, "openings.jsonl")
    openings[3:5] = reversed(openings[3:5])
    rewrite(tampered, "openings.jsonl", openings)

    assert told(tampered)[1]["openings"] == "opening 3: it is out of order, or opens no leaf"


def test_a_leaf_whose_opening_is_kept_back_is_found(tampered, told):
    openings = lines(tampered, "openings.jsonl")
    openings[9] = line({"index": 9})
    rewrite(tampered, "openings.jsonl", openings)

    _, failed = told(tampered)

    assert failed["openings"].endswith("[9]")
    assert failed["roll"] == "the last report does not tell which leaves nobody can open"
    assert "recounted, the turnout is" in failed["count"]


def test_reports_out_of_order_are_found(tampered, told):
    reports = lines(tampered, "reports.jsonl")
    reports[1:3] = reversed(reports[1:3])
    rewrite(tampered, "reports.jsonl", reports)

    assert told(tampered)[1]["reports"] == "report 3: it does not follow the report before it"


def test_a_report_that_is_left_out_is_found(tampered, told):
    reports = lines(tampered, "reports.jsonl")
    rewrite(tampered, "reports.jsonl", reports[:2] + reports[3:])

    assert told(tampered)[1]["reports"] == "report 4: it does not follow the report before it"


def test_the_last_report_that_is_left_out_is_missed(tampered, told):
    rewrite(tampered, "reports.jsonl", lines(tampered, "reports.jsonl")[:-1])

    assert told(tampered)[1]["reports"] == "the last report is missing"


def test_a_report_that_was_changed_is_found(tampered, told):
    reports = [json.loads(text) for text in lines(tampered, "reports.jsonl")]
    reports[1]["questions"][0]["options"][0]["n"] += 1
    rewrite(tampered, "reports.jsonl", map(line, reports))

    _, failed = told(tampered)

    assert failed["reports"] == "report 2: its digest is not its own, it was changed"


def test_a_report_that_was_changed_with_its_digest_is_found(tampered, told):
    reports = [json.loads(text) for text in lines(tampered, "reports.jsonl")]
    reports[1]["questions"][0]["options"][0]["n"] += 1
    digested(reports[1])
    rewrite(tampered, "reports.jsonl", map(line, reports))

    _, failed = told(tampered)

    assert failed["reports"] == "report 3: it does not follow the report before it"


def digested(report):
    report.pop("sha256", None)
    report["sha256"] = verify.sha256(canonical(report)).hex()


def rechained(reports):
    before = ""
    for report in reports:
        report["prev_sha256"] = before
        digested(report)
        before = report["sha256"]
    return map(line, reports)


def change_figure(reports):
    reports[1]["questions"][0]["options"][0]["n"] += 1


def change_turnout(reports):
    reports[2]["turnout"]["total"] += 1
    reports[2]["turnout"]["by_level"]["L1"] += 1
    reports[2]["bins"][0]["n"] += 1
    reports[3]["bins"][0]["n"] -= 1


def hide_a_gap(reports):
    reports[2]["missed"] = []


def make_up_for_a_gap(reports):
    reports.insert(2, json.loads(json.dumps(reports[1])))
    reports[2]["as_of"] = "2026-03-02T09:30:00Z"
    reports[2]["missed"], reports[3]["missed"] = [], []


def change_winner(reports):
    reports[-1]["final"]["results"]["questions"][0]["leading"] = ["c"]


def change_borda(reports):
    reports[-1]["final"]["results"]["questions"][4]["options"][0]["borda"] += 1


def change_round(reports):
    reports[-1]["final"]["results"]["questions"][4]["runoff"]["rounds"][0]["exhausted"] += 1


def change_mean(reports):
    reports[-1]["final"]["results"]["questions"][3]["mean"] = "4.99"


def change_funding(reports):
    reports[-1]["final"]["results"]["questions"][5]["funded"] = ["b"]


def change_roll(reports):
    reports[-1]["final"]["roll"] = 41


def say_advice(reports):
    reports[-1]["final"]["results"]["advisory"] = True


def move_votes_between_levels(reports):
    for question in reports[-1]["final"]["results"]["questions"]:
        question["options"][0]["by_level"]["L1"] += 1


def more_in_a_district(reports):
    reports[-1]["turnout"]["by_district"] = [{"area": "kluuvi", "n": 400}]


def forge_the_log(reports):
    reports[1]["log"] = reports[2]["log"]


def overlap(reports):
    reports[1]["as_of"] = "2026-03-02T09:19:59Z"


@pytest.mark.parametrize(
    ("change", "check", "named"),
    [
        (change_figure, "count", "report 2, q1: recounted it is"),
        (change_turnout, "count", "report 3: recounted, the turnout is 30"),
        (hide_a_gap, "reports", "report 3: it does not tell which reports are missing"),
        (make_up_for_a_gap, "reports", "report 2: its number or its ballot is wrong"),
        (change_winner, "result", "q1: leading is"),
        (change_borda, "result", "q5: options is"),
        (change_round, "result", "q5: runoff is"),
        (change_mean, "result", "q4: mean is"),
        (change_funding, "result", "q6: funded is"),
        (change_roll, "roll", "the roll of the last report is not the one that was signed"),
        (say_advice, "result", "whether the quorum was reached"),
        (move_votes_between_levels, "result", "q1.a: the votes by level do not add up"),
        (more_in_a_district, "reports", "report 5: more votes from districts than votes"),
        (forge_the_log, "count", "report 2: recounted, the turnout is 30"),
        (overlap, "reports", "report 2: its time lies within"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_the_city_says_is_recounted_even_if_all_digests_fit(
    tampered, told, change, check, named
):
    reports = [json.loads(text) for text in lines(tampered, "reports.jsonl")]
    change(reports)
    rewrite(tampered, "reports.jsonl", rechained(reports))

    code, failed = told(tampered)

    assert code == 1
    assert named in failed[check], failed


def test_a_question_that_was_changed_is_found(tampered, told):
    text = (tampered / "ballot.json").read_text()
    rewrite(tampered, "ballot.json", text.replace("The square", "The circle"))

    _, failed = told(tampered)

    assert failed == {"ballot": "the wording is not the one that was frozen"}


def test_a_log_that_forks_is_found(tampered, tmp_path, told):
    """Another list of votes, rightly signed in all its parts, but not the one reported before."""
    other = a_kit(tmp_path / "other", seed=8)
    for name in ("leaves.jsonl", "openings.jsonl", "checkpoint.txt"):
        shutil.copy(other / name, tampered / name)
    seal(tampered)

    _, failed = told(tampered)

    assert failed["log"].startswith("the checkpoint of report ")
    assert "leaves have another root" in failed["log"]


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
