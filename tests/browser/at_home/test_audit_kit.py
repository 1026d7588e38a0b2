"""The page that recounts a ballot, opened from a disk as anybody would, without any network."""

import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.domain.ballots import kit, signing
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, resize, sideways
from tests.kits import ASKED, DEPENDING, a_kit, a_made_up_kit
from tests.tampering import (
    OF_PEOPLE,
    answered_otherwise,
    change_borda,
    change_figure,
    change_funding,
    change_mean,
    change_round,
    change_turnout,
    hide_a_gap,
    in_steps,
    line,
    lines,
    rechained,
    rewrite,
    seal,
)

__all__ = ["in_steps"]

Recount = Callable[[Path], dict[str, str]]


@pytest.fixture(scope="module", autouse=True)
def city_key() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chalicelib.outbound.keys.log_key", lambda: bytes(range(32)))
        signing.public_key.cache_clear()
        yield
    signing.public_key.cache_clear()


@pytest.fixture(scope="module")
def honest(city_key: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_kit(tmp_path_factory.mktemp("honest") / "kit")


@pytest.fixture
def tampered(honest: Path, tmp_path: Path) -> Path:
    return shutil.copytree(honest, tmp_path / "kit")


@pytest.fixture
def opened(browser: Browser, honest: Path) -> Iterator[Page]:
    context = browser.new_context(
        offline=True, locale="en", viewport={"width": DESK, "height": 900}
    )
    page, heard = context.new_page(), list[str]()
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.goto((honest / "verify.html").as_uri())
    yield page
    context.close()
    assert not heard, heard


@pytest.fixture
def recount(opened: Page, tmp_path: Path) -> Recount:
    """What failed, by the name of the check."""
    numbers = itertools.count()

    def recount(folder: Path) -> dict[str, str]:
        packed = tmp_path / f"audit-{next(numbers)}.zip"  # the same name again would be no change
        with packed.open("w+b") as into:
            if folder.is_dir():
                kit.pack(folder, into)
            else:
                into.write(folder.read_bytes())
        opened.evaluate("document.getElementById('verdict').textContent = ''")  # of the kit before
        opened.set_input_files("#kit", packed)
        expect(opened.locator("#verdict")).to_have_text(
            re.compile("All is in order|Something is not in order")
        )
        bad = opened.locator(".checks li.bad")
        assert (opened.locator("#verdict.good").count() == 1) == (bad.count() == 0)
        return {
            str(item.get_attribute("data-check")): item.locator("span").inner_text()
            for item in bad.all()
        }

    return recount


def test_an_honest_kit_is_in_order(opened, honest, recount, request):
    assert recount(honest) == {}

    expect(opened.locator(".checks li.good")).to_have_count(8)
    assert signing.verifier("B-1f3a90bd5c") in opened.locator("#key").inner_text()
    folder = request.config.getoption("--screenshots", default=None)
    for width in (PHONE, DESK):
        resize(opened, width)
        assert sideways(opened) == 0, width
        assert violations(opened) == []
        if folder:
            opened.screenshot(path=folder / f"verify-{width}.png", full_page=True)


@pytest.mark.parametrize("seed", range(6))
def test_a_third_count_agrees_with_the_other_two(tmp_path, recount, seed):
    votes = Random(seed).randint(0, 30)  # noqa: S311

    assert recount(a_kit(tmp_path / "other", votes, seed=seed)) == {}


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_on_questions_that_were_not_asked_of_everybody(tmp_path, recount, seed):
    votes = Random(seed).randint(1, 30)  # noqa: S311

    assert recount(a_kit(tmp_path / "other", votes, seed=seed, asked=(*ASKED, *DEPENDING))) == {}


@pytest.mark.parametrize(
    ("changed", "asked", "why"),
    [
        ({"d0": ["a"]}, False, r"leaf \d+, d0: it answers a question that it was not asked"),
        ({"d0": None}, True, r"leaf \d+: it does not answer what was asked"),
    ],
)
def test_answers_to_other_questions_than_were_asked_are_found(
    tmp_path, recount, changed, asked, why
):
    failed = recount(a_made_up_kit(tmp_path / "other", changed, asked=asked))

    assert re.fullmatch(why, failed["openings"])


def test_it_speaks_russian(opened, honest, recount):
    recount(honest)

    opened.get_by_role("button", name="Русский").click()

    expect(opened.get_by_role("heading", level=1)).to_have_text("Пересчитать голосование")
    assert opened.evaluate("document.documentElement.lang") == "ru"


def test_what_is_not_in_order_is_told_in_russian_too(opened, tampered, recount):
    openings = lines(tampered, "openings.jsonl")
    openings[5] = line(answered_otherwise(openings[5]))
    rewrite(tampered, "openings.jsonl", openings[:-1])
    reports = lines(tampered, "reports.jsonl")
    reports[1:3] = reversed(reports[1:3])
    rewrite(tampered, "reports.jsonl", reports)
    assert "leaf 5" in recount(tampered)["openings"]

    opened.get_by_role("button", name="Русский").click()

    expect(opened.locator("#verdict")).to_have_text("Не сходится")
    checks = opened.locator("#checks")
    expect(checks).to_contain_text("Запись 5: ответы не соответствуют её c")
    expect(checks).to_contain_text("отчёт 3: не продолжает предыдущий отчёт")
    assert not re.search("[a-z]{4,} [a-z]{3,}", checks.inner_text())  # nothing in English is left
    opened.get_by_role("button", name="English").click()
    expect(checks).to_contain_text("leaf 5: the answers are not those of its c")


def test_everything_that_the_checks_say_has_its_russian():
    """Each message of the page, against the table that translates it."""
    script, words = ((kit.VERIFIER / name).read_text() for name in ("verify.js", "verify_words.js"))
    value = r"\$\{(?:[^{}]|\{[^{}]*\})*\}"
    said = re.findall(rf"\bt`((?:[^`$]|{value})*)`", script)
    places = [itertools.count() for _ in said]
    english = {
        re.sub(value, lambda _, n=place: f"{{{next(n)}}}", message)
        for message, place in zip(said, places, strict=True)
    }

    table = dict(re.findall(r'^  ("[^\n]*?"): ("[^\n]*"),$', words, re.MULTILINE))
    translated = {json.loads(message): json.loads(russian) for message, russian in table.items()}

    assert len(english) > 50
    assert english == set(translated)
    for message, russian in translated.items():
        assert sorted(re.findall(r"{\d}", message)) == sorted(re.findall(r"{\d}", russian))


def test_bytes_that_are_flipped_in_any_file_are_found(honest, tmp_path, recount):
    lot = Random(7)  # noqa: S311  # the same every time
    for name in sorted(file.name for file in honest.iterdir()):
        folder = shutil.copytree(honest, tmp_path / name)
        content = bytearray((folder / name).read_bytes())
        content[lot.randrange(len(content))] ^= lot.randint(1, 255)
        (folder / name).write_bytes(content)

        assert name in recount(folder)["files"]


def test_bytes_that_are_flipped_between_the_files_are_found(honest, tmp_path, recount):
    packed = tmp_path / "whole.zip"
    with packed.open("w+b") as into:
        kit.pack(honest, into)
    whole = packed.read_bytes()
    for place in (*range(0, 40, 3), *range(-560, 0, 17), -1):
        content = bytearray(whole)
        content[place] ^= 1
        packed.write_bytes(content)

        assert "files" in recount(packed), place


def test_a_zip_that_was_cut_off_is_found(honest, tmp_path, recount):
    packed = tmp_path / "whole.zip"
    with packed.open("w+b") as into:
        kit.pack(honest, into)
    packed.write_bytes(packed.read_bytes()[:-100])

    assert "files" in recount(packed)


def test_a_leaf_that_is_dropped_is_found(tampered, recount):
    for name in ("leaves.jsonl", "openings.jsonl"):
        rewrite(tampered, name, lines(tampered, name)[:-1])

    failed = recount(tampered)

    assert "speaks of 40 leaves, there are 39" in failed["log"]
    assert "40 people on the roll, but 39 votes" in failed["roll"]


def test_answers_that_are_swapped_are_found(tampered, recount):
    openings = lines(tampered, "openings.jsonl")
    openings[5] = line(answered_otherwise(openings[5]))
    rewrite(tampered, "openings.jsonl", openings)

    assert recount(tampered)["openings"] == "leaf 5: the answers are not those of its c"


def test_reports_out_of_order_are_found(tampered, recount):
    reports = lines(tampered, "reports.jsonl")
    reports[1:3] = reversed(reports[1:3])
    rewrite(tampered, "reports.jsonl", reports)

    assert recount(tampered)["reports"] == "report 3: it does not follow the report before it"


def test_a_question_that_was_changed_is_found(tampered, recount):
    text = (tampered / "ballot.json").read_text()
    rewrite(tampered, "ballot.json", text.replace("The square", "The circle"))

    assert recount(tampered)["ballot"] == "the wording is not the one that was frozen"


def test_a_log_that_forks_is_found(tampered, tmp_path, recount):
    other = a_kit(tmp_path / "other", seed=8)
    for name in ("leaves.jsonl", "openings.jsonl", "checkpoint.txt"):
        shutil.copy(other / name, tampered / name)
    seal(tampered)

    assert "leaves have another root" in recount(tampered)["log"]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (change_figure, "count"),
        (change_turnout, "count"),
        (hide_a_gap, "reports"),
        (change_borda, "result"),
        (change_round, "result"),
        (change_mean, "result"),
        (change_funding, "result"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_the_city_says_is_recounted_even_if_all_digests_fit(tampered, recount, change, check):
    reports = [json.loads(text) for text in lines(tampered, "reports.jsonl")]
    change(reports)
    rewrite(tampered, "reports.jsonl", rechained(reports))

    assert check in recount(tampered)


@pytest.mark.parametrize(
    ("change", "check", "named"), OF_PEOPLE, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_may_be_told_of_people_is_checked(in_steps, tmp_path, recount, change, check, named):
    folder = shutil.copytree(in_steps, tmp_path / "kit")
    reports = [json.loads(text) for text in lines(folder, "reports.jsonl")]
    assert recount(folder) == {}
    change(reports)
    rewrite(folder, "reports.jsonl", rechained(reports))

    assert re.search(named, recount(folder)[check])
