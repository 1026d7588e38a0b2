"""Forms as staff look at them before anybody is asked by them, and whom they give the link to."""

from datetime import timedelta
from random import sample

import pytest

from chalicelib.models.application import ApplicationDraft
from tests.apply_pages import CONTACT, FIRST_CHILD
from tests.applying import ANNA
from tests.factories import MONDAY, an_officer
from tests.forms import BABY_BOX, publish, without
from tests.gateway import Browser
from tests.reporting import a_city, signed_in

__all__ = ["publish"]
LIST = "/work/forms?authority=social"
PERSON = {
    "relative-first_name": "Ilja", "relative-last_name": "Aalto", "relative-born_on-day": "1",
    "relative-born_on-month": "1", "relative-born_on-year": "1950",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(tables, publish, now):
    now(MONDAY)
    with a_city():
        yield


@pytest.fixture
def officer():
    return signed_in(an_officer("case_officer.social"))


def link_to(officer, version):
    """The address of a version of the general form in the list."""
    before = officer.get(LIST).body.partition(f"general-request, {version}</a>")[0]
    return before.rpartition('href="')[2].partition('"')[0]


def test_a_version_is_offered_once_it_is_published_and_its_day_has_come(anybody, publish):
    publish(2, drafted=True, level=2)
    publish(3, published_on="2026-03-03", steps=without("wishes"))
    form = f"/api/v1/services/{BABY_BOX}/form"
    draft = signed_in(ANNA).submit(f"/services/{BABY_BOX}/apply").location

    assert anybody.get(form).json["version"] == 1
    assert anybody.get(f"{form}?version=2").status == 404
    assert anybody.get(f"{form}?version=3").status == 404
    assert anybody.get(f"/api/v1/services/{BABY_BOX}").json["form_version"] == 1
    (kept,) = ApplicationDraft.scan(ApplicationDraft.part == "draft")
    assert (draft.startswith("/apply/"), kept.form_version) == (True, 1)


def test_on_its_day_it_comes_into_force_by_itself(anybody, publish, now):
    publish(2, published_on="2026-03-03")
    form = f"/api/v1/services/{BABY_BOX}/form"
    assert anybody.get(form).json["version"] == 1

    now(MONDAY + timedelta(days=1))

    assert anybody.get(form).json["version"] == 2
    assert anybody.get(f"{form}?version=1").json["version"] == 1


def test_staff_see_how_each_version_stands(officer, publish):
    publish(2)
    publish(3, published_on="2026-03-03")
    publish(4, drafted=True)

    page = officer.get(LIST).text

    shown = [page.partition(f"general-request, {n}")[2].partition("20")[0] for n in (4, 3, 2, 1)]
    for text, standing in zip(
        shown, ("Not published yet", "Comes into force", "In force", "An older one"), strict=True
    ):
        assert standing in text
    assert "appeal, 1" in page
    assert "outdoor-advertising-permit" not in page  # another authority’s


def test_the_desk_leads_to_it_and_it_is_for_staff_of_the_authority(officer):
    assert 'href="/work/forms?authority=social"' in officer.get("/work/applications").body
    for other in (ANNA, an_officer("operator"), an_officer("agency.parks")):
        assert signed_in(other).get(LIST).status == 403


def test_whoever_has_the_link_goes_through_the_form_and_nothing_is_kept(officer, publish):
    publish(2, drafted=True)
    here, anybody = link_to(officer, 2), Browser()

    cover = anybody.get(here)
    assert "Nothing is kept and nothing is sent" in cover.text
    assert "good until 16 March 2026" in cover.text
    assert "Ask where this person lives" in cover.text

    def answer(at, **fields):
        assert "This is a preview of version 2" in anybody.get(at).text
        return anybody.submit(at, **fields).location

    step = answer(f"{here}/holder", holder="relative")
    assert step.startswith(f"{here}/relative?told=")
    step = answer(step, **PERSON)
    assert step.startswith(f"{here}/proof?")
    assert "takes no files" in anybody.get(step).text
    step = answer(step)
    more = answer(step, act="add:children", **FIRST_CHILD)
    assert more.endswith("#children")
    assert "Child 2" in anybody.get(more.partition("#")[0]).text
    step = answer(step, **FIRST_CHILD)
    looked = answer(step, act="find:home", **{"home-text": "mannerh"}).partition("#")[0]
    assert 'value="house-1"' in anybody.get(looked).body
    step = answer(step, **{"home-text": "Mannerheimintie 5"})
    step = answer(answer(step, **CONTACT), wishes="Blue, please")
    check = anybody.get(answer(step, consent="yes"))

    for told in ("Ilja Aalto", "Vera", "1 file", "Mannerheimintie 5", "Blue, please"):
        assert told in check.text
    assert "sends nothing" in check.text
    assert "Send the application" not in check.text
    assert not list(ApplicationDraft.scan(ApplicationDraft.part == "draft"))


def test_a_change_from_the_check_comes_back_to_it(officer):
    here, anybody = link_to(officer, 1), Browser()
    check = checked(anybody, here)

    change = check.body.partition("back=check#wishes")[0].rpartition('href="')[2]
    at = change.replace("&amp;", "&") + "back=check"
    back = anybody.submit(at, wishes="Green").location

    assert back.startswith(f"{here}/check?")
    assert "Green" in anybody.get(back).text


def checked(browser, here):
    """The check of all answers."""
    there, agreed = {"home-text": "There 1"}, {"consent": "yes"}
    step = f"{here}/holder"
    for fields in ({"holder": "self"}, FIRST_CHILD, there, CONTACT, {}, agreed):
        step = browser.submit(step, **fields).location
    return browser.get(step)


def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(officer):
    here, anybody = link_to(officer, 1), Browser()
    step = anybody.submit(f"{here}/holder", holder="self").location

    refused = anybody.submit(step, **FIRST_CHILD | {"children-1-born-year": "2100"})

    assert refused.status == 422
    assert "yet to come" in refused.text
    assert refused.value("children-1-name") == "Vera"


def test_what_an_address_cannot_hold_is_told_with_its_question_and_stays_typed(officer):
    here, anybody = link_to(officer, 1), Browser()
    letters = sample(range(0x4E00, 0x9E00), 3_000)  # which no program makes shorter
    much = "".join(map(chr, letters))

    refused = anybody.submit(f"{here}/wishes", wishes=much)

    assert refused.status == 422
    assert "more than a preview can hold" in refused.text
    assert 'href="#wishes"' in refused.body
    assert refused.value("wishes") == much


@pytest.mark.parametrize("spoilt", ["x", "told"])
def test_a_link_that_is_not_whole_or_too_old_opens_nothing(officer, now, spoilt):
    here, anybody = link_to(officer, 1), Browser()
    assert anybody.get(here[:-1] + "x").status == 404
    assert anybody.get(here.replace("_1_", "_2_")).status == 404
    assert anybody.get("/preview/nonsense").status == 404
    assert anybody.get(f"{here}/holder?told={spoilt}").status == 200

    now(MONDAY + timedelta(days=14))
    assert anybody.get(here).status == 200
    now(MONDAY + timedelta(days=15))
    assert anybody.get(here).status == 404


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_in_both_languages(officer, language):
    here = link_to(officer, 1)

    reader = Browser(language=language)

    for page in ("", "/holder", "/children"):
        assert reader.get(here + page).headers["Content-Language"] == language
    staff = signed_in(an_officer("head.social"), language)
    assert staff.get(LIST).headers["Content-Language"] == language
