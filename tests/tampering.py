"""Audit kits that somebody has changed, who has the key of the city or has not."""

import json
import re
import shutil

import pytest

from chalicelib.domain.ballots import kit, signing
from chalicelib.domain.ballots.definition import canonical
from chalicelib.kit import verify
from tests.kits import a_kit


@pytest.fixture(scope="module")
def city_key():
    """One key for all kits of a file; nothing of AWS is needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chalicelib.outbound.keys.log_key", lambda: bytes(range(32)))
        signing.public_key.cache_clear()
        yield
    signing.public_key.cache_clear()


@pytest.fixture(scope="module")
def honest(city_key, tmp_path_factory):
    return a_kit(tmp_path_factory.mktemp("honest") / "kit")


@pytest.fixture(scope="module")
def in_steps(city_key, tmp_path_factory):
    """Fifteen came between one report and the next, so that every second one ends a step."""
    return a_kit(tmp_path_factory.mktemp("steps") / "kit", 240, rounds=16)


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


def line(value):
    return canonical(value).decode() + "\n"


def answered_otherwise(opening):
    said = json.loads(opening)
    said["answers"]["q1"] = ["c"] if said["answers"]["q1"] != ["c"] else ["a"]
    return said


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


def add_one_voter(reports):
    """To what was told of a district, as if somebody had come since."""
    for report in reports[8:]:
        report["turnout"]["by_district"][0]["n"] += 1


def tell_a_step_at_once(reports):
    reports[5]["turnout"] |= {"basis": basis_of(reports[5])}


def tell_between_steps(reports):
    """Where a report has nothing new to say, tell of five whom it was not time to tell of."""
    reports[6]["turnout"]["by_level"]["L1"] += 5
    reports[6]["turnout"]["by_level"]["L2"] -= 5


def tell_more_than_voted(reports):
    reports[7]["turnout"]["by_district"][0]["n"] += 200


def tell_a_small_district(reports):
    reports[-1]["turnout"]["by_district"][0]["n"] = 4


def take_back_voters(reports):
    reports[-1]["turnout"]["by_district"][0]["n"] = 6


def leave_out_a_level(reports):
    for told in (reports[-1]["turnout"], reports[-1]["final"]["results"]):
        told["by_level"].pop("L1")


def basis_of(report):
    of = {name: report[name] for name in ("as_of", "seq")}
    return of | {"total": report["turnout"]["total"]}


def forge_the_log(reports):
    reports[1]["log"] = reports[2]["log"]


def overlap(reports):
    reports[1]["as_of"] = "2026-03-02T09:19:59Z"


# What may not be told of people, which check finds it, and in which words.
OF_PEOPLE = [
    (add_one_voter, "reports", r"report 9: \w+ goes from \d+ to \d+, which it may not"),
    (tell_a_step_at_once, "reports", "report 6: its votes by level and district are not"),
    (tell_between_steps, "reports", r"report 7: L1 goes from \d+ to \d+, which it may not"),
    (tell_more_than_voted, "reports", "report 8: more votes by level or district than votes"),
    (tell_a_small_district, "reports", r"report 17: \w+ goes from \d+ to 4, which it may not"),
    (take_back_voters, "reports", r"report 17: \w+ goes from \d+ to 6, which it may not"),
    (leave_out_a_level, "result", "the votes by level are not all votes"),
]
