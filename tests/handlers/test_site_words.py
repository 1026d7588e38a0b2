"""Everything a person is told is told in Russian as well."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from chalicelib.edge.pages import environment
from infra.staging import LOCALE, PAGES, templates

CODE = PAGES.parent
TELLING = {"say", "count"}
RAISING = {"NotFound", "Conflict", "Invalid", "Forbidden", "SignInNeeded", "TooMany"}
JINJA = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
}


@pytest.fixture(scope="module")
def translated() -> set[str]:
    """The English of what has its Russian."""
    known: set[str] = set()
    for file in LOCALE.glob("ru/*.po"):
        with file.open("rb") as written:
            for message in read_po(written, locale="ru"):
                if message.id and all(_as_list(message.string)):
                    known.update(_as_list(message.id))
    return known


@pytest.mark.parametrize("folder", sorted(f.name for f in PAGES.iterdir() if f.is_dir()))
def test_every_word_on_the_pages_is_translated(folder, translated):
    said = {words for file in (PAGES / folder).rglob("*.html") for words in in_template(file)}

    assert said - translated == set()


@pytest.mark.parametrize("folder", ["domain", "edge", "handlers"])
def test_every_sentence_in_the_code_is_translated(folder, translated):
    said = {words for file in (CODE / folder).rglob("*.py") for words in in_code(file)}

    assert said - translated == set()


def test_every_page_can_be_compiled():
    made = environment(templates())

    for name in made.list_templates(extensions=["html"]):
        if not name.startswith("govuk_frontend_jinja"):
            made.get_template(name)


def in_template(file: Path) -> Iterator[str]:
    with file.open("rb") as source:
        for _, _, words, _ in babel_extract(source, ["_", "gettext", "ngettext"], [], JINJA):
            yield from (word for word in _as_list(words) if word)


def in_code(file: Path) -> Iterator[str]:
    """The sentences that are handed to ``say`` and ``count``, and those that errors carry."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            sentences = node.args[:2] if node.func.id == "count" else node.args[:1]
            if node.func.id in TELLING | RAISING:
                for sentence in sentences:
                    if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                        yield sentence.value


def _as_list(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)
