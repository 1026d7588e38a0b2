"""What the styles promise whatever is written: nothing wider than the window, straight rows."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, sideways
from tests.browser.test_enhancements import show

WORD = "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilaskatu" * 3
DESK_OF_AN_AGENCY = """{% import "complaints/parts.html" as parts with context %}
{% set subject = parts.subject({"address": "WORD"}, {"title": {"en": "Street lamp"}}) %}
{{ show.table("Reports", ["Report", "Topic", "State", "By"],
              [["C-1f3a90bd5c", subject, show.tag("Passed on"), "19 November 2026"]]) }}"""
PLACES = {
    "a title": """<div class="veche-title"><h1 class="govuk-heading-xl">Lamp, WORD</h1></div>""",
    "a paragraph": """<p class="govuk-body">WORD</p>""",
    "a card": """{{ show.cards([{"href": "/", "title": "WORD", "meta": "WORD"}]) }}""",
    "a summary": """{{ show.summary([("Place", "WORD")]) }}""",
    "a table of a desk": DESK_OF_AN_AGENCY,
    "a promise": """{{ show.inset("WORD") }}""",
    "history": """{{ show.timeline([{"title": "WORD", "by": "WORD", "text": "WORD"}]) }}""",
}

VERDICT = """{% call forms.buttons() %}
{% call forms.form("/confirm") %}{{ forms.button("Yes, it is solved") }}{% endcall %}
{{ forms.button("No, it is not solved", href="/deny", secondary=true) }}
{% endcall %}"""


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("place", PLACES)
def test_a_word_without_end_stays_within_the_page(page: Page, base_url: str, place, width):
    page.set_viewport_size({"width": width, "height": 800})

    show(page, f"{base_url}/try", PLACES[place].replace("WORD", WORD))

    assert sideways(page) == 0


def test_a_button_and_a_link_beside_it_stand_on_one_line(page: Page, base_url: str):
    page.set_viewport_size({"width": DESK, "height": 800})

    show(page, f"{base_url}/try", VERDICT)

    middles = [box["y"] + box["height"] / 2 for box in boxes(page, ".veche-main .govuk-button")]
    assert len(middles) == 2
    assert abs(middles[0] - middles[1]) <= 1


def boxes(page: Page, which: str) -> list[dict[str, float]]:
    return [dict(one.bounding_box() or {}) for one in page.locator(which).all()]
