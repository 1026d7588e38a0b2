"""The decision as a document: drawn once, in both languages, and the same bytes every time."""

import io

import pytest
import zxingcpp
from msgspec.structs import replace
from pypdf import PdfReader

from chalicelib.catalogue import Text
from chalicelib.domain.applications import offers, papers, sheets
from chalicelib.forms import Field, Step
from chalicelib.models.application import Application, Document
from tests.decided import (
    AT,
    CODE,
    KEY,
    REASONS,
    REFERENCE,
    a_form,
    by_the_form,
    content,
    document,
    issued,
    the_form,
)

__all__ = ["by_the_form"]
pytestmark = pytest.mark.usefixtures("by_the_form", "media")


def pages(content: bytes) -> list[str]:
    """The text of each page, its lines put together again."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_an_approval_says_in_both_languages_what_was_decided_and_for_whom(media):
    issued()

    russian, english = pages(content(media))
    for page, words in (
        (russian, ("Решение по заявлению", "Заявление одобрено", "12 марта 2026", "Парков")),
        (english, ("Decision on application", "The application is approved", "12 March 2026")),
    ):
        for word in (*words, REFERENCE, "Анна Мякинен", CODE, "portal.test/verify"):
            assert word in page, word
    assert "Страница 1 из 1" in russian
    assert "Page 1 of 1" in english


def test_a_refusal_names_each_reason_with_its_rule_and_field_and_how_to_appeal_until_when(media):
    issued("refused")

    russian, english = pages(content(media))
    for page, words in (
        (
            russian,
            (
                "В услуге отказано", "1. Снимок нельзя разобрать", "Правила стоянки, пункт 4",
                "«Снимок»", "до 11 апреля 2026", "не тот, кто принял это решение",
            ),
        ),
        (
            english,
            (
                "The application is refused", "1. The photo cannot be made out",
                "Rules of parking, clause 4", "«A photo»", "Appeal until 11 April 2026",
                f"portal.test/applications/{REFERENCE}",
            ),
        ),
    ):  # fmt: skip
        for word in (*words, "На снимке не видно номера. Сделайте его днём."):
            assert word in page, word


def test_what_was_written_is_text_and_no_markup(media):
    reasons = [REASONS[0] | {"text": "<b>5 < 6</b> & <para>"}]
    issued("refused", reasons=reasons)

    assert "<b>5 < 6</b> & <para>" in pages(content(media))[0]


def test_a_reason_that_the_form_does_not_know_is_told_as_it_was_kept(media):
    kept = {"code": "other", "title": {"ru": "Иное", "en": "Something else"}, "clause": "§ 9"}
    issued("refused", reasons=[kept])

    assert "1. Something else The rule: § 9" in pages(content(media))[1]


def test_a_long_one_goes_on_with_its_title_its_code_and_the_number_of_pages(media):
    issued("refused", reasons=[REASONS[0] | {"text": "Слишком темно. " * 200}] * 3)

    told = pages(content(media))
    many = len(told) // 2
    assert many > 2
    for number, page in enumerate(told[:many], 1):
        assert f"Страница {number} из {many}" in page
        assert REFERENCE in page
        assert CODE in page


def test_an_appeal_says_so_and_what_becomes_of_the_first_decision(media):
    issued(appeals="S1-2026-ABCDEF-1")

    english = pages(content(media))[1]
    assert "Decision on appeal" in english
    assert "The appeal is right" in english
    assert "S1-2026-ABCDEF-1 is examined anew" in english
    assert document().on_appeal


def test_a_rejected_appeal_does_not_offer_another(media):
    issued("refused", appeals="S1-2026-ABCDEF-1")

    english = pages(content(media))[1]
    assert "The appeal is rejected" in english
    assert "Appeal until" not in english
    assert "the way to the courts stays open" in english


def test_what_the_service_hands_over_is_made_whatever_its_form_says():
    def asked(service, **more):
        form = {"form": "general-request", "form_version": 1}
        return Application(REFERENCE, service=service, **form, **more)

    assert offers.is_handed_over(asked("passport-issue"))
    assert not offers.is_handed_over(asked("passport-issue", appeals=REFERENCE))
    assert not offers.is_handed_over(asked("special-diet"))


@pytest.mark.parametrize(
    ("handed_over", "words"), [(True, "is made now"), (False, "is what you applied for")]
)
def test_it_says_what_comes_next(media, handed_over, words):
    with the_form(handed_over=handed_over):
        issued()

    assert words in pages(content(media))[1]


def test_the_qr_code_of_every_page_leads_to_where_it_is_checked(media):
    issued()

    for page in PdfReader(io.BytesIO(content(media))).pages:
        (drawn,) = page.images
        (read,) = zxingcpp.read_barcodes(drawn.image)
        assert read.text == f"https://portal.test/verify/{CODE}"


def test_readers_are_told_title_and_language_and_letters_are_embedded(media):
    issued()

    file = PdfReader(io.BytesIO(content(media)))
    assert file.metadata.title == (
        f"Решение по заявлению {REFERENCE} / Decision on application {REFERENCE}"
    )
    assert file.trailer["/Root"]["/Lang"] == "ru"
    assert file.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    for page, language in zip(file.pages, ("ru", "en"), strict=True):
        assert f"/Lang ({language})".encode() in page.get_contents().get_data()
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        used = [font for font in fonts if "Golos" in font["/BaseFont"]]
        assert used
        assert all("/FontFile2" in font["/FontDescriptor"] for font in used)


def test_officers_have_no_name_on_it(media):
    issued(prepared_by="boris", decided_by="clara", officer="boris")

    for page in pages(content(media)):
        assert "boris" not in page
        assert "clara" not in page


def test_it_is_the_same_bytes_whenever_it_is_drawn(media):
    issued()
    first = content(media)
    media.Object(KEY).delete()
    document().update(actions=[Document.sha256.remove()])

    papers.make(REFERENCE, at=AT)

    assert content(media) == first


def test_an_organisation_is_named_before_who_acts_for_it():
    form = a_form()
    field = Field("firm", "text", Text("Кто", "Who"), prefill="organisation")
    whole = replace(form, steps=(*form.steps, Step("firm", Text("Кто", "Who"), (field,))))
    told = {"firm": "Oy Esimerkki Ab", "who": {"first_name": "Anna", "last_name": "M"}}

    assert sheets.applicant(told, whole) == "Oy Esimerkki Ab, Anna M"
    assert sheets.applicant(None, whole) is None
