"""The city itself, with its key, cannot deceive: what it signed before tells."""

import json
import re
import shutil

import pytest

from tests.kits import a_kit
from tests.tampering import (
    OF_PEOPLE,
    answered_otherwise,
    change_borda,
    change_figure,
    change_funding,
    change_mean,
    change_roll,
    change_round,
    change_turnout,
    change_winner,
    city_key,
    digested,
    forge_the_log,
    hide_a_gap,
    honest,
    in_steps,
    line,
    lines,
    make_up_for_a_gap,
    more_in_a_district,
    move_votes_between_levels,
    overlap,
    rechained,
    rewrite,
    say_advice,
    seal,
    tampered,
    told,
)

__all__ = ["city_key", "honest", "in_steps", "tampered", "told"]
pytestmark = pytest.mark.usefixtures("city_key")


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
        (more_in_a_district, "reports", "report 5: more votes by level or district than votes"),
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


@pytest.mark.parametrize(
    ("change", "check", "named"), OF_PEOPLE, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_may_be_told_of_people_is_checked(in_steps, tmp_path, told, change, check, named):
    kit = shutil.copytree(in_steps, tmp_path / "kit")
    reports = [json.loads(text) for text in lines(kit, "reports.jsonl")]
    assert told(kit) == (0, {})
    change(reports)
    rewrite(kit, "reports.jsonl", rechained(reports))

    code, failed = told(kit)

    assert code == 1
    assert re.search(named, failed[check]), failed


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
