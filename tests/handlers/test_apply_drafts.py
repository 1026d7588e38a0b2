"""A draft and its files on their pages: left, gone on with, thrown away, nobody else’s."""

import re

import pytest

from tests.apply_pages import CONTACT, answer, answered, begun
from tests.applying import events
from tests.factories import a_resident
from tests.forms import publish, taking, without
from tests.papers import a_document
from tests.reporting import end_sessions, signed_in
from tests.sending import send_file

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("city", "publish")


def test_of_two_windows_the_second_is_told_and_keeps_what_was_typed(anna):
    here = begun(anna)
    seen = anna.get(f"{here}/holder").value("version")
    anna.submit(f"{here}/holder", version=seen, holder="self")
    other = anna.get(f"{here}/contact").value("version")
    answer(anna, here, "wishes", wishes="Blue")

    refused = anna.submit(f"{here}/contact", version=other, **(CONTACT | {"name": "Anja"}))

    assert refused.status == 409
    assert "another window" in refused.text
    assert refused.value("name") == "Anja"
    again = anna.submit(
        f"{here}/contact", version=refused.value("version"), **(CONTACT | {"name": "Anja"})
    )
    assert again.status == 303


def test_a_file_that_cannot_be_taken_is_told_and_can_be_taken_out(anna):
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")
    files = f"{here}/proof/files/proof"

    page = send_file(anna, f"{here}/proof", b"Dear city")
    refused = anna.submit(files)
    anna.submit(files, remove=page.value("remove"))
    empty = anna.submit(files)

    assert "neither a photo nor a document" in page.text
    assert refused.status == 422
    assert "Take out the file" in refused.text
    assert empty.status == 422
    assert "Attach a file" in empty.text


def test_a_page_says_which_files_its_question_takes(anna, publish):
    publish(2, steps=taking("pdf"))
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")

    page = anna.get(f"{here}/proof/files/proof")

    assert "A PDF and nothing else" in page.text
    assert 'accept="application/pdf"' in page.body
    assert "PDF documents alone" in send_file(anna, f"{here}/proof").text


def test_a_file_can_be_seen_by_whose_draft_it_is(anna):
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")
    page = send_file(anna, f"{here}/proof", a_document())
    (seen,) = re.findall(rf'href="({here}/files/[^"]+)"', page.body)

    assert "/private/files/" in anna.get(seen).location
    assert signed_in(a_resident("boris")).get(seen).status == 404


def test_a_draft_is_left_and_gone_on_with(anna):
    here = begun(anna)

    left = answer(anna, here, "children", act="later", **{"children-1-name": "Vera"})

    assert left.location == f"{here}/later"
    page = anna.get(left.location)
    assert "kept until" in page.text
    letter = events(here.removeprefix("/apply/"))[-1]
    assert (letter.kind, letter.concerns) == ("application.kept", {"anna"})
    assert anna.get(here).location == f"{here}/holder"
    assert anna.get(f"{here}/children").value("children-1-name") == "Vera"


def test_a_draft_survives_the_end_of_a_session(anna):
    here = begun(anna)
    version = anna.get(f"{here}/contact").value("version")
    end_sessions()

    stopped = anna.submit(f"{here}/contact", version=version, **CONTACT)
    assert stopped.status == 401
    assert "Anna Aalto" in stopped.body

    back = signed_in(a_resident("anna"))
    assert back.submit(f"{here}/contact", version=version, **CONTACT).status == 303


def test_a_draft_can_be_thrown_away(anna):
    here = begun(anna)

    assert "Delete it" in anna.get(f"{here}/delete").text
    gone = anna.submit(f"{here}/delete")

    assert gone.location == "/me/applications"
    assert anna.get(here).status == 404


def test_nobody_sees_a_draft_of_somebody_else(anna):
    here = begun(anna)
    boris = signed_in(a_resident("boris"))

    for page in ("", "/holder", "/check", "/later", "/delete", "/proof/files/proof"):
        assert boris.get(here + page).status == 404
    assert boris.submit(f"{here}/delete").status == 404
    assert boris.submit(f"{here}/holder", version=1, holder="self").status == 404


def test_a_draft_moves_on_to_a_newer_version_when_it_is_opened(anna, publish):
    here = answered(anna)
    publish(2, steps=without("wishes"))

    assert anna.get(here).location == f"{here}/check"
    assert "Anything else?" not in anna.get(f"{here}/check").text
