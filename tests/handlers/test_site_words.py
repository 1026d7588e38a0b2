"""Everything a person is told is told in Russian as well."""

import ast
import importlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import draft_photos
from chalicelib.domain.complaints import rules as complaints
from chalicelib.domain.complaints.formats import COLUMNS
from chalicelib.domain.notifications import words
from chalicelib.edge.pages import environment
from chalicelib.handlers.complaints.pages import READ_WITHIN
from infra.staging import LOCALE, PAGES, templates

CODE = PAGES.parent
TELLING = {"say", "count"}
RAISING = {"NotFound", "Conflict", "Invalid", "Forbidden", "LevelNeeded", "SignInNeeded", "TooMany"}
NAMES_OF_CODE = re.compile(r"/[\w/.-]+|`\w+`")  # addresses, and what is a field
JINJA = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
}


@pytest.fixture(scope="module")
def translated() -> set[str]:
    """The English of what has its Russian."""
    return {
        english
        for said, russian in catalogued()
        if all(_as_list(russian))
        for english in _as_list(said)
    }


@pytest.mark.parametrize("folder", sorted(f.name for f in PAGES.iterdir() if f.is_dir()))
def test_every_word_on_the_pages_is_translated(folder, translated):
    said = {words for file in (PAGES / folder).rglob("*.html") for words in in_template(file)}

    assert said - translated == set()


@pytest.mark.parametrize("files", ["*", "domain/**/*", "edge/**/*", "handlers/**/*"])
def test_every_sentence_in_the_code_is_translated(files, translated):
    said = {words for file in CODE.glob(f"{files}.py") for words in in_code(file)}

    assert said - translated == set()


@pytest.mark.parametrize(
    "system",
    [
        "applications",
        "ballots",
        "disputes",
        "ideas",
        "initiatives",
        "organisations",
        "resolutions",
    ],
)
def test_who_comes_second_is_told_so_in_russian_as_well(system, translated):
    keeping = importlib.import_module(f"chalicelib.domain.{system}.keeping")

    assert keeping.MEANWHILE in translated


@pytest.mark.parametrize("told", [complaints.CHANGED, draft_photos.CHANGED])
def test_so_is_who_comes_second_to_a_report(told, translated):
    assert told in translated


def test_what_residents_send_has_one_name_in_each_language():
    """The code says complaint, as its addresses do; people are told of reports (docs/glossary)."""
    pages = {words for english, _ in catalogued() for words in _as_list(english)}
    letters = {words for file in PAGES.rglob("*.txt") for words in in_template(file)}
    topics = msgspec.to_builtins([catalogue.topics(), catalogue.groups()])
    columns = [what for _, _, what in COLUMNS]

    for said in (*pages, *letters, *columns, *described(), *texts(topics)):
        assert "complaint" not in NAMES_OF_CODE.sub("", said).lower(), said
    for english, russian in catalogued():
        if "report" in str(english).lower():
            assert "жалоб" not in str(russian).lower(), russian


@pytest.mark.parametrize(
    "told",
    [
        "notifications/letters/complaint.filed.txt",
        "notifications/letters/complaint.to_read.txt",
        "complaints/report/start.html",
        "complaints/report/check.html",
    ],
)
def test_how_soon_a_report_is_read_is_promised_alike_everywhere(told):
    promised = f"within {READ_WITHIN // timedelta(hours=1)} hours"

    assert any(promised in words for words in in_template(PAGES / told))


def test_every_page_can_be_compiled():
    made = environment(templates())

    for name in made.list_templates(extensions=["html"]):
        if not name.startswith("govuk_frontend_jinja"):
            made.get_template(name)


def catalogued() -> Iterator[tuple[Any, Any]]:
    """What the catalogues hold: in English, and in Russian."""
    for file in LOCALE.glob("ru/*.po"):
        with file.open("rb") as written:
            yield from ((m.id, m.string) for m in read_po(written, locale="ru") if m.id)


def described() -> Iterator[str]:
    """What programmers read of the API."""
    document = json.loads((settings.built / "openapi.json").read_text())
    for methods in document["paths"].values():
        for operation in methods.values():
            yield from (operation["summary"], operation["description"])
    for schema in document["components"]["schemas"].values():
        yield schema.get("description", "")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def in_template(file: Path) -> Iterator[str]:
    with file.open("rb") as source:
        for _, _, words, _ in babel_extract(source, ["_", "gettext", "ngettext"], [], JINJA):
            yield from (word for word in _as_list(words) if word)


def in_code(file: Path) -> Iterator[str]:
    """The sentences that are handed to ``say`` and ``count``, and those that errors carry."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            for sentence in _told_by(node):
                if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                    yield sentence.value


def _told_by(call: ast.Call) -> list[ast.expr]:
    """`catalogue.of` is told last what it says where there is none."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "of":
        return call.args[2:]
    if name not in TELLING | RAISING or isinstance(call.func, ast.Attribute):
        return []
    return call.args[:2] if name == "count" else call.args[:1]


def _as_list(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


@pytest.mark.parametrize(
    ("page", "table", "letter"),
    [
        ("complaints/words.html", "REASONS", words.REASONS),
        ("ballots/disputes/words.html", "KINDS", words.DISPUTES),
        ("ballots/resolutions/words.html", "OUTCOMES", words.RESOLVED),
        ("ideas/idea_words.html", "RETURNED", words.RETURNED),
    ],
)
def test_a_letter_gives_the_reason_that_the_page_gives(page, table, letter):
    russian = dict(catalogued())
    shown = dict(re.findall(r'"(\w+)": _\("([^"]+)"\)', _table(page, table)))

    assert len(shown) == len(letter) > 2
    for code, said in letter.items():
        if code in ("other", "not_eligible"):  # these differ for a reason of their own
            continue
        assert [said.singular, russian[said.singular]] == [
            re.sub(r"^.(?!\s)", lambda first: first[0].lower(), told)
            for told in (shown[code], russian[shown[code]])
        ]


def _table(page: str, name: str) -> str:
    return (PAGES / page).read_text().partition(f"set {name} = {{")[2].partition("} %}")[0]
