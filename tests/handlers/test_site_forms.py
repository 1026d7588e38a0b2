"""The fields of forms: what was typed comes back, what is wrong is named and led to."""

import re

import pytest
from jinja2 import ChoiceLoader, DictLoader, ModuleLoader

from chalicelib import catalogue
from chalicelib.actors import ANONYMOUS
from chalicelib.config import settings
from chalicelib.edge.pages import environment

PAGE = """{% extends "layout.html" %}
{% import "macros/forms.html" as forms with context %}
{% block body %}{% call forms.form("/report") %}
{{ forms.input("email", "E-mail") }}
{{ forms.textarea("text", "What happened?", most=4000) }}
{% set kinds = [{"value": "lamp", "text": "Lamp"}, {"value": "pole", "text": "Pole"}] %}
{{ forms.radios("kind", "Kind", kinds) }}
{% set times = [{"value": "am", "text": "Morning"}, {"value": "pm", "text": "Evening"}] %}
{{ forms.checkboxes("when", "When", times) }}
{{ forms.date_fields("day", "Which day") }}
{{ forms.password("password", "Password") }}
{% endcall %}{% endblock %}"""


@pytest.fixture
def shown():
    compiled = ModuleLoader(settings.built / "templates")
    loader = ChoiceLoader([DictLoader({"page.html": PAGE}), compiled])
    made = environment(loader)
    made.install_null_translations(newstyle=True)
    made.globals |= {"asset": "/assets/{}".format}

    def shown(**context):
        common = {
            "actor": ANONYMOUS,
            "city": catalogue.city(),
            "csrf": lambda: "",
            "errors": {},
            "in_language": "{}".format,
            "labels": {},
            "language": "en",
            "languages": ["en"],
            "path": "/report",
            "title": "Report",
            "values": {},
        }
        return made.get_template("page.html").render(common | context)

    return shown


def summary(page: str) -> list[tuple[str, str]]:
    """The lines of the error summary, with where each leads."""
    return re.findall(r'<a href="#([^"]*)">([^<]*)</a>', page.partition("veche-title")[0])


def test_what_was_typed_comes_back(shown):
    values = {"email": "a@b.example", "text": "Dark.", "kind": "pole", "when": ["am", "pm"]}

    page = shown(values=values | {"day-month": "11"})

    assert 'value="a@b.example"' in page
    assert ">Dark.</textarea>" in page
    assert len(re.findall(r"<input[^>]* checked", page)) == 3
    assert 'value="11"' in page


def test_a_password_does_not_come_back(shown):
    assert "secret" not in shown(values={"password": "secret"})


def test_what_is_typed_is_text_and_never_markup(shown):
    page = shown(values={"email": '"><script>', "text": "</textarea><script>"})

    assert page.count("<script>") == 1  # the component library's own


def test_an_error_stands_at_its_field_and_in_the_summary(shown):
    page = shown(errors={"email": "this field is missing"})

    assert summary(page) == [("email", "E-mail: this field is missing")]
    assert re.search(r'id="email-error"[^>]*>.*This field is missing', page, re.DOTALL)


def test_a_message_that_is_a_sentence_is_not_put_behind_the_label(shown):
    page = shown(errors={"text": "Write at least 10 characters"})

    assert summary(page) == [("text", "Write at least 10 characters")]


def test_every_line_of_the_summary_leads_to_a_field(shown):
    fields = ["email", "text", "kind", "when", "day", "password"]

    page = shown(errors=dict.fromkeys(fields, "this is wrong"))

    assert [field for field, _ in summary(page)] == fields
    assert all(f'id="{field}"' in page for field in fields)


def test_the_summary_keeps_the_order_of_the_fields(shown):
    page = shown(errors=dict.fromkeys(["day", "elsewhere", "text", "email"], "this is wrong"))

    assert [field for field, _ in summary(page)] == ["email", "text", "day"]
    assert page.index("This is wrong") > page.index("#day")  # of no field here, so it comes last


def test_the_title_of_a_window_with_errors_says_so(shown):
    assert "<title>Error: Report" in shown(errors={"email": "this field is missing"})
    assert "<title>Report" in shown()


def test_what_is_wrong_as_a_whole_is_told_on_top(shown):
    page = shown(problem="somebody else was faster")

    assert "Somebody else was faster" in page.partition("veche-title")[0]
