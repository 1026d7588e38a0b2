"""The decision as a document: drawn once, in both languages, and the same bytes every time."""

import hashlib
import io
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from botocore.exceptions import ClientError
from msgspec.structs import replace
from pypdf import PdfReader

from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain import applications
from chalicelib.domain.applications import checking, offers, papers, sheets
from chalicelib.domain.applications.rules import State
from chalicelib.errors import Conflict, NotFound
from chalicelib.forms import Field, Step
from chalicelib.models.application import (
    DOCUMENT,
    HEAD,
    Application,
    ApplicationEvent,
    ApplicationItem,
    Document,
)
from chalicelib.outbound import paper, storage
from tests.decided import (
    CODE,
    REASONS,
    REFERENCE,
    WAY,
    a_form,
    a_media_bucket,
    an_application,
    decided,
    issued,
    the_form,
)
from tests.factories import a_resident, an_officer

AT = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
KEY = f"private/decisions/{CODE}.pdf"
OTHER = "0000-1111-2222-3333"


@pytest.fixture(autouse=True)
def by_the_form(tables):
    with the_form():
        yield


@pytest.fixture(autouse=True)
def media(tables):
    with a_media_bucket() as bucket:
        yield bucket


def content(media) -> bytes:
    return media.Object(KEY).get()["Body"].read()


def pages(content: bytes) -> list[str]:
    """The text of each page, its lines put together again."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def documented() -> list[ApplicationEvent]:
    found = ApplicationItem.query(REFERENCE)
    return [e for e in found if getattr(e, "kind", "") == "application.documented"]


def document() -> Document:
    return Document.get(DOCUMENT + CODE, "document")


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


def test_the_checksum_is_noted_once_with_one_event(media):
    issued()
    papers.make(REFERENCE, at=AT)

    assert document().sha256 == hashlib.sha256(content(media)).hexdigest()
    (event,) = documented()
    assert (event.was, event.became) == ("approved", "approved")
    assert event.concerns == {"anna"}
    assert event.facts["document"] == CODE
    assert media.Object(KEY).get()["ContentType"] == "application/pdf"


def test_what_was_killed_before_it_was_noted_goes_on_with_the_file_that_lies_there(media):
    decided()
    media.put_object(Key=KEY, Body=b"%PDF drawn before")

    papers.make(REFERENCE, at=AT)

    assert content(media) == b"%PDF drawn before"
    assert document().sha256 == hashlib.sha256(b"%PDF drawn before").hexdigest()
    assert len(documented()) == 1


def test_of_two_at_once_one_notes_it_and_the_other_comes_again(media, monkeypatch):
    decided()
    draw = paper.draw

    def while_another_is_faster(*args, **more):
        monkeypatch.setattr(paper, "draw", draw)
        papers.make(REFERENCE, at=AT)
        return draw(*args, **more)

    monkeypatch.setattr(paper, "draw", while_another_is_faster)
    with pytest.raises(Conflict):
        papers.make(REFERENCE, at=AT)
    papers.make(REFERENCE, at=AT)

    assert len(documented()) == 1


def test_nothing_is_noted_of_an_application_that_has_moved_on_meanwhile(media, monkeypatch):
    decided("refused")
    draw = paper.draw

    def while_an_appeal_is_right(*args, **more):
        known = Application.get(REFERENCE, HEAD)
        known.update(actions=[Application.state.set(State.IN_REVIEW)])
        return draw(*args, **more)

    monkeypatch.setattr(paper, "draw", while_an_appeal_is_right)
    with pytest.raises(Conflict):
        papers.make(REFERENCE, at=AT)
    papers.make(REFERENCE, at=AT)

    assert documented() == []
    assert document().sha256 is None


@pytest.mark.parametrize("revoked", [True, False])
def test_what_is_not_decided_or_undone_again_gets_no_document(media, revoked):
    if revoked:
        decided()
        document().update(actions=[Document.revoked_on.set(date(2026, 3, 12))])
    else:
        an_application(*WAY)

    papers.make(REFERENCE, at=AT)

    assert not list(media.objects.all())
    assert documented() == []


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(a_resident("anna"), id="whose it is"),
        pytest.param(an_officer("case_officer.transport"), id="an officer"),
        pytest.param(an_officer("head.transport"), id="the head"),
    ],
)
def test_the_file_is_lent_for_minutes_to_whose_it_is_and_to_the_authority(media, who):
    application = issued()

    address = urlsplit(papers.lend(application, REFERENCE, by=who, at=AT))

    assert address.path == f"/{KEY}"
    assert settings.media_bucket in address.netloc
    assert parse_qs(address.query)["X-Amz-Expires"] == ["300"]
    assert f"decision-{REFERENCE}.pdf" in address.query


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(a_resident("boris"), id="another"),
        pytest.param(an_officer("case_officer.health"), id="another authority"),
        pytest.param(an_officer("agency.transport"), id="another office"),
    ],
)
def test_to_everybody_else_there_is_no_such_application(media, who):
    with pytest.raises(NotFound, match="there is no application"):
        papers.lend(issued(), REFERENCE, by=who, at=AT)
    with pytest.raises(NotFound, match="there is no application"):
        papers.lend(None, REFERENCE, by=who, at=AT)


@pytest.mark.parametrize("begun", [lambda: an_application(*WAY), decided])
def test_until_it_is_made_there_is_nothing_to_lend(media, begun):
    with pytest.raises(NotFound, match="not there"):
        papers.lend(begun(), REFERENCE, by=a_resident("anna"), at=AT)


def test_with_the_person_every_file_goes_and_what_everybody_can_check_stays(media):
    issued("refused")
    void = document()
    known = Application.get(REFERENCE, HEAD)
    known.update(actions=[Application.document.set(OTHER)])
    Document(
        DOCUMENT + OTHER,
        service=void.service,
        authority=void.authority,
        outcome="refused",
        decided_on=void.decided_on,
    ).save()
    papers.make(REFERENCE, at=AT)
    assert len(list(media.objects.all())) == 2

    for _ in range(2):
        applications.forget("anna", at=AT)

    assert not list(media.objects.all())
    assert checking.find(CODE).sha256 == void.sha256
    known = Application.get(REFERENCE, HEAD)
    with pytest.raises(NotFound, match="not there"):
        papers.lend(known, REFERENCE, by=an_officer("head.transport"), at=AT)


def test_what_is_decided_is_put_on_paper_when_it_is_attended_to(media):
    decided("refused")
    applications.attend(REFERENCE, at=AT)
    applications.attend(REFERENCE, at=AT)

    assert len(documented()) == 1


def test_where_the_document_is_all_there_is_it_is_completed_once_that_lies_there(media):
    decided()
    applications.attend(REFERENCE, at=AT)

    assert Application.get(REFERENCE, HEAD).state == State.COMPLETED
    happened = [e.kind for e in ApplicationItem.query(REFERENCE) if isinstance(e, ApplicationEvent)]
    assert happened[-2:] == ["application.documented", "application.completed"]


def test_an_organisation_is_named_before_who_acts_for_it():
    form = a_form()
    field = Field("firm", "text", Text("Кто", "Who"), prefill="organisation")
    whole = replace(form, steps=(*form.steps, Step("firm", Text("Кто", "Who"), (field,))))
    told = {"firm": "Oy Esimerkki Ab", "who": {"first_name": "Anna", "last_name": "M"}}

    assert sheets.applicant(told, whole) == "Oy Esimerkki Ab, Anna M"
    assert sheets.applicant(None, whole) is None


def test_a_code_is_read_kindly_and_an_unknown_one_is_not_found():
    decided()

    for written in (CODE, CODE.lower(), "k7qf 2m9x pdta 4hjk", "K7QF2M9XPDTA4HJK"):
        assert checking.find(written).outcome == "approved"
    for unknown in ("AAAA-AAAA-AAAA-AAAA", "K7QF", "", "что-то"):
        with pytest.raises(NotFound):
            checking.find(unknown)


def test_letters_that_look_alike_are_one():
    decided(code="0000-1111-VVVV-4HJK")

    assert checking.find("oooo-lili-uuuu-4hjk")


def test_a_file_that_cannot_be_read_is_not_taken_for_one(media, monkeypatch):
    decided()
    denied = ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject")

    def refuse(*_args, **_more):
        raise denied

    monkeypatch.setattr(storage, "put_once", refuse)
    with pytest.raises(ClientError):
        papers.make(REFERENCE, at=AT)

    assert document().sha256 is None
