"""What scripts add to plain forms: the map, the address, the photo; on pages made for the test."""

import json
from collections.abc import Callable

import pytest
from jinja2 import ChoiceLoader, DictLoader, ModuleLoader
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from chalicelib import catalogue, clock
from chalicelib.actors import ANONYMOUS
from chalicelib.config import settings
from chalicelib.edge import pages
from tests.browser.conftest import DESK, PHONE
from tests.journeys.portal import eventually
from tests.pictures import taken

PLACE = """
{{ forms.address("address", "Address", map="pin") }}
{{ forms.pin() }}
{{ forms.button("Continue") }}"""
LIST = """{{ show.map(url="/try.geojson", list="list") }}
<ul id="list"><li><a href="/complaints/1">A dark lamp</a></li></ul>"""
PHOTO = """{% set post = {"url": "/try-store", "fields": {"key": "1"}} %}
{{ forms.photo_form(post, "Photo", most_bytes=20000) }}"""
PAGE = """{% extends "layout.html" %}
{% import "macros/forms.html" as forms with context %}
{% import "macros/show.html" as show with context %}
{% block body %}BODY{% endblock %}"""
GROUND = "**/city.pmtiles"
NOTING = """{
  const { error } = console;
  console.error = (...said) => { localStorage.logged = said.join(); error(...said); };
}"""
LAMP = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [24.944, 60.171]},
    "properties": {"href": "/complaints/1", "title": "A dark lamp", "colour": "red"},
}
HOUSE = {"id": "1", "text": "Yrjönkatu 5", "lat": 60.1661, "lon": 24.9402}


@pytest.fixture
def shown(page: Page, base_url: str) -> Callable[[str], None]:
    """Show a page with this body, under the security policy that all pages have."""

    def shown(body: str) -> None:
        show(page, f"{base_url}/try", body)

    return shown


def show(page: Page, address: str, body: str) -> None:
    html = drawn(body)
    policy = {"Content-Security-Policy": pages.policy()}
    page.route(
        address, lambda route: route.fulfill(body=html, content_type="text/html", headers=policy)
    )
    page.goto(address)


def drawn(body: str) -> str:
    compiled = ModuleLoader(settings.built / "templates")
    loader = ChoiceLoader([DictLoader({"page.html": PAGE.replace("BODY", body)}), compiled])
    made = pages.environment(loader)
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return made.get_template("page.html").render(
        actor=ANONYMOUS,
        asset="/assets/{}".format,
        city=catalogue.city(),
        csrf=str,
        errors={},
        in_language="{}".format,
        labels={},
        language="en",
        languages=["en"],
        path="/try",
        title="Try",
        values={},
    )


def answering(page: Page, address: str, content: object) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(content), content_type="application/json")

    page.route(address, answer)


def place(page: Page) -> tuple[float, float]:
    return float(page.get_by_label("Latitude").input_value()), float(
        page.get_by_label("Longitude").input_value()
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_click_on_the_map_says_where(page: Page, shown, good):
    shown(PLACE)

    page.locator(".veche-pin__map").click()

    expect(page.get_by_role("status").filter(has_text="The pin is at")).to_be_visible()
    lat, lon = place(page)
    box = catalogue.city().bbox
    assert box.south < lat < box.north
    assert box.west < lon < box.east
    good("pin")


def test_the_pin_is_put_by_the_keyboard_alone(page: Page, shown):
    shown(PLACE)
    canvas = page.locator(".veche-pin__map")

    canvas.focus()
    page.keyboard.press("Enter")
    before = place(page)
    page.keyboard.press("ArrowRight")

    def there() -> bool:
        page.keyboard.press("Enter")
        return place(page)[1] > before[1]

    eventually(there, True, within=10)  # the map takes a moment to slide
    assert page.url.endswith("/try")  # Enter did not send the form


def test_typed_coordinates_move_the_pin(page: Page, shown):
    shown(PLACE)

    page.get_by_label("Latitude").fill("60.17")
    page.get_by_label("Longitude").fill("24.94")
    page.keyboard.press("Tab")

    expect(page.get_by_role("status").filter(has_text="60.170000, 24.940000")).to_be_visible()


@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_coordinates_and_the_address_are_typed(page: Page, shown):
    shown(PLACE)

    page.get_by_label("Latitude").fill("60.17")
    page.get_by_label("Address").fill("Yrjönkatu 5")

    expect(page.locator(".veche-pin__map")).to_have_count(0)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_suggested_address_is_taken_and_moves_the_pin(page: Page, shown, good):
    answering(page, "**/api/v1/addresses?q=*", {"items": [HOUSE]})
    shown(PLACE)
    page.locator(".veche-pin__map").wait_for()

    page.get_by_role("combobox", name="Address").press_sequentially("yrjo")
    page.get_by_role("option", name="Yrjönkatu 5").wait_for()
    good("address")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Address")).to_have_value("Yrjönkatu 5")
    assert place(page) == (60.1661, 24.9402)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_pin_on_the_map_leads_to_what_it_stands_for(page: Page, shown, good):
    answering(page, "**/try.geojson?*", {"type": "FeatureCollection", "features": [LAMP]})
    shown(LIST)

    page.get_by_role("button", name="A dark lamp").click()

    popup = page.locator(".leaflet-popup-content")
    expect(popup.get_by_role("link", name="A dark lamp")).to_have_attribute("href", "/complaints/1")
    good("map")


def test_pins_close_together_are_counted(page: Page, shown):
    answering(page, "**/try.geojson?*", {"type": "FeatureCollection", "features": [LAMP] * 12})

    shown(LIST)

    expect(page.locator(".veche-cluster")).to_have_text("12")


def test_a_map_without_data_says_so(page: Page, shown):
    answering(page, "**/try.geojson?*", "no collection")

    shown(LIST)

    expect(page.get_by_text("The map could not be loaded; the list says the same.")).to_be_visible()


def test_a_page_that_is_left_while_its_map_is_fetched_logs_no_error(page: Page, shown, base_url):
    """The browser tells of what a page logs as it goes only now and then: the page notes it."""
    page.add_init_script(NOTING)
    page.route(GROUND, lambda _: None)  # it never comes
    with page.expect_request(GROUND):
        shown(PLACE)

    show(page, f"{base_url}/try-next", "Here we are")

    assert page.evaluate("localStorage.logged") is None


def test_ground_that_cannot_be_had_is_logged(context: BrowserContext, base_url):
    page = context.new_page()  # where errors may be logged
    page.route(GROUND, lambda route: route.abort("connectionreset"))

    with page.expect_console_message(
        lambda message: message.type == "error" and "Failed to fetch" in message.text
    ):
        show(page, f"{base_url}/try", PLACE)


def test_a_file_that_is_no_photo_is_refused_before_it_is_sent(page: Page, shown, tmp_path):
    (tmp_path / "notes.txt").write_text("no photo")
    shown(PHOTO)

    page.get_by_label("Photo").set_input_files(tmp_path / "notes.txt")

    expect(page.get_by_role("alert")).to_have_text("Choose a JPEG, PNG or WebP photo")


def test_a_photo_that_stays_too_large_is_refused_before_it_is_sent(page: Page, shown, tmp_path):
    Image.effect_noise((900, 900), 100).save(tmp_path / "noise.png")
    shown(PHOTO)

    page.get_by_label("Photo").set_input_files(tmp_path / "noise.png")

    expect(page.get_by_role("alert")).to_contain_text("The photo is too large")


@pytest.mark.parametrize(("options", "stays"), [("", False), (", as_it_is=true", True)])
def test_a_large_photo_is_made_smaller_unless_its_time_and_place_have_to_come_along(
    page: Page, shown, tmp_path, options, stays
):
    noise = Image.effect_noise((2600, 1900), 90)
    noise.save(tmp_path / "lamp.jpg", quality=95, exif=taken(at=clock.now()))
    content = (tmp_path / "lamp.jpg").read_bytes()
    assert len(content) > 1_500_000
    shown(PHOTO.replace("most_bytes=20000", "most_bytes=15000000" + options))

    page.get_by_label("Photo").set_input_files(tmp_path / "lamp.jpg")
    expect(page.locator(".veche-upload__preview")).to_be_visible()

    size = page.get_by_label("Photo").evaluate("input => input.files[0].size")
    assert (size == len(content)) == stays


ON = (
    PHOTO
    + """
<form action="/try-on" method="post"><button name="on" value="1">Continue without</button></form>"""
)


@pytest.mark.parametrize(("chosen", "sent"), [("lamp.jpg", "store"), ("notes.txt", "on")])
def test_who_goes_on_with_a_photo_chosen_sends_it_first(page: Page, shown, tmp_path, chosen, sent):
    Image.new("RGB", (40, 30), "orange").save(tmp_path / "lamp.jpg")
    (tmp_path / "notes.txt").write_text("no photo")
    page.route("**/try-*", lambda route: route.fulfill(body=route.request.post_data))
    shown(ON)

    page.get_by_label("Photo").set_input_files(tmp_path / chosen)
    expect(page.locator(".veche-upload__preview, [role=alert]")).to_be_visible()
    page.get_by_role("button", name="Continue without").click()

    page.wait_for_url(f"**/try-{sent}")
    if sent == "on":
        assert page.inner_text("body") == "on=1"


def test_a_photo_is_shown_and_sent_to_the_store(page: Page, shown, tmp_path):
    Image.new("RGB", (40, 30), "orange").save(tmp_path / "lamp.jpg")
    sent: list[str] = []
    page.route(
        "**/try-store",
        lambda route: (sent.append(route.request.method), route.fulfill(body="stored")),
    )
    shown(PHOTO)

    page.get_by_label("Photo").set_input_files(tmp_path / "lamp.jpg")
    expect(page.locator(".veche-upload__preview")).to_be_visible()
    page.get_by_role("button", name="Send the photo").click()
    page.wait_for_url("**/try-store")

    assert sent == ["POST"]
