"""What a voter's own browser reckons is what the city reckons, and what it checks of the city."""

import base64
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from chalicelib.domain.ballots import codes
from chalicelib.domain.tlog import merkle, notes
from chalicelib.domain.tlog.merkle import Node
from chalicelib.domain.tlog.notes import Checkpoint
from infra.commands import ROOT
from tests.domain.test_ballot_codes import CODE, COMMITMENT, LOCATOR

SCRIPTS = ROOT / "web" / "assets" / "js"
FORM = """<!doctype html><form data-vote>
<input type="hidden" name="code" value="{code}"><input type="hidden" name="made" value="{made}">
</form>"""
lot = Random(2026)  # noqa: S311  # the same every time


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A page that has our scripts and nothing else; no portal is needed."""
    page = browser.new_page()

    def answer(route: Route) -> None:
        file = SCRIPTS / route.request.url.removeprefix("https://ballots.test/")
        if file.is_file():
            route.fulfill(body=file.read_text(), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Alone</title>", content_type="text/html")

    page.route("https://ballots.test/**", answer)
    page.goto("https://ballots.test/")
    yield page
    page.close()


def run(page: Page, module: str, what: str, given: Any = None) -> Any:
    """The value of an expression in which the module is `m` and what is given `g`."""
    load = f"const m = await import('/ballots/{module}.js')"
    return page.evaluate(f"async (g) => {{ {load}; return {what}; }}", given)


def test_a_code_is_written_and_read_as_the_city_does(alone):
    for code in [CODE, "0" * 32, "f" * 32, *(f"{lot.getrandbits(128):032x}" for _ in range(50))]:
        assert run(alone, "codes", "m.written(g)", code) == codes.written(code)
        assert run(alone, "codes", "m.read(g)", codes.written(code)) == code


def test_misread_letters_are_forgiven_and_wrong_ones_found(alone):
    assert run(alone, "codes", "m.read(g)", "oo24 h36h 2ncs vrh6 daqf 6dvv qzwm") == CODE
    for wrong in ("", "008J", "U" * 28, "8" * 28, "ы" * 28, "0024-H36H-2NCS-VRH6-DAQF-6DVV-QZWN"):
        assert run(alone, "codes", "m.read(g)", wrong) is None


def test_locator_and_commitment_are_those_of_the_specification(alone):
    answers = {"q2": ["b"], "q1": ["a"]}

    assert run(alone, "codes", "m.locator('B-1f3a90bd5c', g)", CODE) == LOCATOR
    told = run(alone, "codes", "m.commitment('B-1f3a90bd5c', ...g)", [CODE, answers])
    assert told == COMMITMENT


def test_two_codes_are_never_the_same(alone):
    made = run(alone, "codes", "Array.from({ length: 1000 }, m.newCode)")

    assert len(set(made)) == 1000
    assert all(codes.read(codes.written(code)) == code for code in made)


@pytest.mark.parametrize(
    ("code", "made", "kept"),
    [("", "", False), (CODE, "", False), (CODE, "browser", True)],
    ids=["there is none", "the server made one", "this browser made one"],
)
def test_a_form_that_votes_gets_a_code_that_only_this_browser_knows(alone, code, made, kept):
    alone.set_content(FORM.format(code=code, made=made))

    run(alone, "vote", "m.enhance(document.forms[0])")

    typed, who = (alone.locator(f"[name={name}]").input_value() for name in ("code", "made"))
    assert (typed == CODE) == kept
    assert len(typed) == 32
    assert who == "browser"


def a_log(size: int) -> tuple[list[dict[str, str]], str]:
    leaves = [{name: f"{lot.getrandbits(256):064x}" for name in ("h", "c")} for _ in range(size)]
    tree = merkle.Tree().grown(merkle.leaf(codes.leaf(**leaf)) for leaf in leaves)
    point = Checkpoint("portal.test/log", size, tree.root)
    return leaves, notes.sign(point.text, name="portal.test/log", key=bytes(range(32)))


def proof(leaves: list[dict[str, str]], index: int) -> list[str]:
    def known(node: Node) -> bytes:
        first, end = node.number << node.level, (node.number + 1) << node.level
        return merkle.Tree().grown(merkle.leaf(codes.leaf(**x)) for x in leaves[first:end]).root

    ranges = merkle.inclusion(index, len(leaves))
    return [base64.b64encode(merkle.root_of(of, known)).decode() for of in ranges]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 11, 64, 65])
def test_a_proof_that_a_vote_is_in_the_log_is_checked(alone, size):
    leaves, note = a_log(size)
    claims = [
        {**leaves[n], "index": n, "checkpoint": note, "hashes": proof(leaves, n)}
        for n in range(size)
    ]
    lies = [{**claim, "c": LOCATOR} for claim in claims]
    lies += [{**claim, "index": size} for claim in claims]
    lies += [{**claim, "hashes": [*claim["hashes"], claims[0]["c"]]} for claim in claims]
    lies += [{**claim, "hashes": claim["hashes"][:-1]} for claim in claims if claim["hashes"]]
    lies += [{**claim, "index": (claim["index"] + 1) % size} for claim in claims if size > 1]

    told = run(alone, "proofs", "await Promise.all(g.map(m.isIncluded))", [*claims, *lies])

    assert told == [True] * len(claims) + [False] * len(lies)


def test_who_signed_a_checkpoint_is_checked(alone):
    _, note = a_log(3)
    key = notes.verifier("portal.test/log", public_of(bytes(range(32))))
    other = notes.verifier("portal.test/log", public_of(bytes(32)))

    def signed(text: str, by: str) -> Any:
        return run(alone, "proofs", "await m.isSigned(...g)", [text, by])

    assert signed(note, key) is True
    assert signed(note.replace("\n3\n", "\n4\n"), key) is False
    assert signed(note, other) is False
    assert signed(note, other.replace(other.split("+")[1], key.split("+")[1])) is False
    assert signed("no note", key) is False


def public_of(key: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
