"""The desks of the city, walked to their ends: whatever staff can do with a report or a record."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chalicelib import catalogue, clock
from city.photos import photo
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_first_journey import press, report, send_photo, sign_in
from tests.journeys.inside import HOUSE
from tests.journeys.people import Person, a_person
from tests.pictures import a_view

pytestmark = [
    pytest.mark.parametrize(("width", "language"), [(DESK, "en"), (PHONE, "ru")]),
    pytest.mark.usefixtures("addresses"),
]
TOPIC = catalogue.topic("yard-lamp")
AGENCY = catalogue.responsible(TOPIC, HOUSE.district)
WORDS = {
    "en": {
        "report": "The lamp by the entrance has been dark for a week.",
        "promise": "The lamp is ordered and comes within ten days.",
        "forward": "The lamp hangs over the road and is the road office’s.",
        "other": "The railway, help@railway.example.org",
        "nothing": "The yard will be rebuilt in May, with new lamps.",
        "answer": "The lamp was replaced this morning.",
        "denial": "It was dark again at six in the evening.",
        "finding": "We stood there at nine in the evening: the lamp was dark.",
        "purpose": "verifying the residence at window 4",
    },
    "ru": {
        "report": "Лампа у подъезда не горит уже неделю.",
        "promise": "Лампа заказана, её привезут за десять дней.",
        "forward": "Лампа висит над дорогой, за неё отвечает дорожная служба.",
        "other": "Железная дорога, help@railway.example.org",
        "nothing": "Двор перестроят в мае, лампы будут новые.",
        "answer": "Лампу заменили сегодня утром.",
        "denial": "В шесть вечера снова было темно.",
        "finding": "Были на месте в девять вечера: лампа не горит.",
        "purpose": "проверка адреса, окно 4",
    },
}


@pytest.fixture
def words(language) -> dict[str, str]:
    return WORDS[language]


@pytest.fixture
def before(tmp_path):
    """A photo of a dark lamp; each `after` is another one."""
    taken = tmp_path / "before.jpg"
    taken.write_bytes(photo("lamp", mended=False, place=1))
    return taken


@pytest.fixture
def after(tmp_path):
    def after():
        number = uuid4().hex
        taken = tmp_path / f"{number}.jpg"
        taken.write_bytes(a_view(number))  # unlike every other, and so new wherever it is sent
        return taken

    return after


@pytest.fixture
def moderator(cloud, portal, outputs) -> Person:
    return a_person(cloud, portal, outputs, f"moderator.{HOUSE.district}")


@pytest.fixture
def staff(cloud, portal, outputs, another):
    """Somebody of the city, who has signed in; their browser."""

    def staff(group: str) -> Page:
        desk = another()
        sign_in(desk, a_person(cloud, portal, outputs, group).email)
        return desk

    return staff


@pytest.fixture
def anna(cloud, portal, outputs, page) -> Person:
    """A resident, who has signed in with her browser as well."""
    person = a_person(cloud, portal, outputs)
    sign_in(page, person.email)
    return person


@pytest.fixture
def published(anna, moderator, words):
    """A report of Anna's that a moderator has published; its reference."""

    def published() -> str:
        new = {
            "topic": TOPIC.code,
            "text": words["report"],
            "answers": {"how-many-lamps": "one"},
            "lat": HOUSE.lat,
            "lon": HOUSE.lon,
            "address": f"{HOUSE.street_fi} {HOUSE.house}",
            "address_id": HOUSE.id,
        }
        filed = anna.post("/api/v1/complaints", **new)
        assert filed.status == 201, filed.body
        publish(moderator, filed.json["reference"])
        return str(filed.json["reference"])

    return published


def publish(moderator: Person, reference: str) -> None:
    answer = moderator.post(f"/api/v1/complaints/{reference}/publish")
    assert answer.status == 200, answer.body


def test_an_officer_promises_passes_on_and_closes(staff, published, words, good):
    promised, passed_on, not_ours, declined = (published() for _ in range(4))
    desk = staff(f"agency.{AGENCY}")
    desk.goto("/work")
    expect(desk.locator(f"a[href$='/work/{promised}']").first).to_be_visible()
    good("work", desk)
    desk.goto(f"/work/{promised}")
    good("work-report", desk)

    desk.goto(f"/work/{promised}/schedule")
    good("work-promise", desk)
    press(desk)
    good("work-promise-error", desk)
    day = clock.now() + timedelta(days=10)
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        desk.fill(f"[name=on-{part}]", str(number))
    desk.fill("[name=note]", words["promise"])
    press(desk)
    expect(desk.get_by_text(words["promise"]).first).to_be_visible()
    good("work-promised", desk)

    desk.goto(f"/work/{passed_on}/forward")
    good("work-forward", desk)
    desk.select_option("[name=agency]", index=1)
    desk.fill("[name=note]", words["forward"])
    press(desk)
    expect(desk.locator(f"a[href$='/work/{passed_on}']")).to_have_count(0)
    good("work-passed-on", desk)

    desk.goto(f"/work/{not_ours}/not-responsible")
    good("work-not-responsible", desk)
    desk.fill("[name=who]", words["other"])
    press(desk)
    good("work-not-ours", desk)

    desk.goto(f"/work/{declined}/no-action")
    desk.fill("[name=note]", words["nothing"][:10])
    press(desk)
    good("work-no-action-error", desk)
    desk.fill("[name=note]", words["nothing"])
    press(desk)
    good("work-declined", desk)


def refused(desk: Page, fault, good) -> None:
    """The photo of the fault proves no repair."""
    send_photo(desk, fault)
    desk.locator("form[action$='/answer/photos'] button").click()
    expect(desk.locator("[id='photos.1'] .govuk-error-message")).to_be_visible()
    expect(desk.locator(".govuk-error-summary a[href='#photos.1']")).to_be_visible()
    good("work-answer-photos-error", desk)
    desk.locator("[id='photos.1'] button").click()
    expect(desk.locator("#sent")).to_have_count(0)


def test_what_is_denied_twice_is_looked_at_by_a_moderator(
    anna, page, staff, moderator, words, before, after, good
):
    reference = report(page, before, lambda name: None, TOPIC)
    publish(moderator, reference)
    desk = staff(f"agency.{AGENCY}")
    for denied_before in (False, True):
        desk.goto(f"/work/{reference}/answer")
        good("work-answer", desk)
        desk.fill("[name=note]", words["answer"])
        press(desk)
        if denied_before:
            refused(desk, before, good)
        send_photo(desk, after())
        good("work-answer-photos", desk)
        desk.locator("form[action$='/answer/photos'] button").click()
        desk.wait_for_url(f"**/work/{reference}")
        page.goto(f"/complaints/{reference}/deny")
        good("denial")
        page.fill("[name=note]", words["denial"])
        press(page)
        if denied_before:
            send_photo(page, before)
        good("denial-photos")
        page.locator("form[action$='/deny/photos'] button").click()
        page.wait_for_url(f"**/complaints/{reference}")
    good("under-public-check")

    desk = staff(f"moderator.{HOUSE.district}")
    desk.goto("/moderation")
    good("moderation", desk)
    desk.goto("/moderation/checks")
    good("public-checks", desk)
    desk.click(f"a[href$='/checks/{reference}']")
    good("public-check", desk)
    desk.fill("[name=note]", words["finding"])
    press(desk)
    send_photo(desk, before)
    good("public-check-photos", desk)
    desk.locator("form:has([name=solved]) button").click()
    good("public-check-error", desk)
    desk.check("[name=solved][value=no]")
    desk.locator("form:has([name=solved]) button").click()
    desk.wait_for_url("**/moderation/checks")
    good("public-check-settled", desk)

    page.goto(f"/complaints/{reference}")
    expect(page.get_by_text(words["finding"])).to_be_visible()
    good("publicly-checked")


def test_an_operator_opens_a_record_and_verifies_where_somebody_lives(anna, staff, words, good):
    version = str(anna.get("/api/v1/me").json["version"])
    lives = {"name": "Анна Вирта", "address_id": HOUSE.id, "born_on": "1984-03-27"}
    assert anna.ask("PATCH", "/api/v1/me", lives, {"If-Match": version}).status == 200
    desk = staff("operator")

    desk.goto("/staff/people")
    good("people", desk)
    desk.fill("[name=email]", anna.email)
    press(desk)
    good("people-error", desk)
    desk.fill("[name=purpose]", words["purpose"])
    press(desk)
    good("record", desk)
    desk.check("[name=document][value=passport]")
    desk.fill("[name=number]", f"FP{anna.id[:8]}")
    press(desk)
    good("record-verified", desk)

    assert anna.get("/api/v1/me/residence").json["level"] == 2


def test_an_administrator_gives_a_role_and_takes_it(anna, staff, words, good):
    anna.get("/api/v1/me")
    desk = staff("admin")
    desk.goto("/staff/people")
    desk.fill("[name=email]", anna.email)
    desk.fill("[name=purpose]", words["purpose"])
    press(desk)
    good("record-admin", desk)
    desk.select_option("[name=role]", f"agency.{AGENCY}")
    desk.fill("[name=reason]", words["purpose"])
    press(desk)
    good("record-with-a-role", desk)

    desk.fill("[name=taken_for]", words["purpose"])
    desk.locator("form[action$='/revoke'] button[type=submit]").click()
    good("record-without-a-role", desk)
    assert desk.locator("[name=taken]").count() == 0
