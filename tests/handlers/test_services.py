"""The catalogue of services: found by words and by filters; as pages, JSON and linked data."""

import json
import re

import pytest

from chalicelib import services
from chalicelib.domain.services import Filters, found
from tests.gateway import Browser

pytestmark = pytest.mark.usefixtures("tables")
NEEDED = {  # by CPSV-AP 3.2, of each kind
    "cpsv:PublicService": {
        "dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority",
    },
    "cv:PublicOrganisation": {"skos:prefLabel", "dct:spatial"},
    "cv:Channel": {"dct:identifier"},
    "cv:Cost": {"dct:identifier"},
    "cv:Evidence": {"dct:identifier", "dct:title"},
    "cv:Output": {"dct:identifier", "dct:title"},
    "cpsv:Rule": {"dct:identifier", "dct:title"},
    "cv:LifeEvent": {"dct:identifier", "dct:title"},
    "dct:Location": set(),
}  # fmt: skip


def codes(**filters):
    return [service.code for service in found(Filters(**filters)).services]


def test_the_city_offers_148_services_and_31_of_them_online_alone():
    every = services.services()

    assert len(every) == 148
    assert sum(each.online_only for each in every) == 31
    assert len(codes()) == 148
    assert len(codes(channel="online_only")) == 31
    assert set(codes(channel="both")) == set(codes(channel="online")) & set(codes(channel="centre"))
    assert {each.form for each in every if each.form} >= {
        "birth-registration", "parking-permit-disabled", "outdoor-advertising-permit",
        "excavation-order", "land-plot-plan", "kindergarten-queue", "housing-subsidy",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("kindergarten", "kindergarten-queue"),
        ("kindergartens", "kindergarten-queue"),
        ("детский сад", "kindergarten-queue"),
        ("детского сада", "kindergarten-queue"),
        ("рождение ребёнка", "birth-registration"),
        ("рождения ребенка", "birth-registration"),
    ],
)
def test_a_service_is_found_by_its_words_whatever_their_endings(words, code):
    assert code in codes(words=words)[:3]


def test_all_words_have_to_fit_and_what_is_no_word_finds_nothing():
    assert codes(words="kindergarten excavation") == []
    assert codes(words="?!") == []


def test_filters_narrow_each_other():
    for category in services.categories():
        chosen = codes(category=category.code)
        assert chosen
        assert {services.service(code).category for code in chosen} == {category.code}
    born = set(codes(event="child-born"))
    assert "birth-registration" in born
    assert set(codes(event="child-born", audience="business")) < born


@pytest.mark.parametrize(
    "filters", [{}, {"event": "child-born"}, {"audience": "business", "words": "permit"}]
)
def test_each_option_of_a_filter_says_how_many_services_it_would_leave(filters):
    facets = found(Filters(**filters)).facets

    assert facets.keys() == {"category", "event", "audience", "channel"}
    for name, options in facets.items():
        for option, many in options.items():
            assert many == len(codes(**filters | {name: option})), (name, option)


class TestPrograms:
    def test_pages_follow_one_another_and_hold_everything_once(self):
        seen, cursor = [], ""
        while True:
            answer = Browser().get(f"/api/v1/services?limit=60{cursor}").json
            seen += [item["id"] for item in answer["items"]]
            if not answer["next"]:
                break
            cursor = f"&cursor={answer['next']}"

        assert len(seen) == len(set(seen)) == answer["total"] == 148

    def test_one_service_says_all_that_is_known(self):
        told = Browser().get("/api/v1/services/birth-registration").json

        assert told["title"]["en"] == services.service("birth-registration").title.en
        assert told["legal_term_days"] >= 1
        assert told["inputs"]
        assert told["url"].endswith(f"/services/{told['slug']}")
        assert (told["form_version"], told["handed_over"]) == (2, True)
        asked = Browser().get("/api/v1/services/passport-issue").json
        assert (asked["form"], asked["form_version"], asked["handed_over"]) == (None, 1, True)
        read = Browser().get("/api/v1/services/meter-readings").json
        assert (read["form"], read["form_version"], read["handed_over"]) == (None, None, False)
        assert all(each["title"]["ru"] for each in told["inputs"])

    @pytest.mark.parametrize("query", ["channel=fax", "audience=cats", "limit=0", "cursor=x"])
    def test_a_question_that_cannot_be_is_named(self, query):
        answer = Browser().get(f"/api/v1/services?{query}")

        assert answer.status == 422
        assert [error["field"] for error in answer.json["errors"]] == [query.partition("=")[0]]

    def test_what_there_is_not_is_not_found(self):
        assert Browser().get("/api/v1/services/alchemy").status == 404

    def test_the_linked_data_names_every_node_with_all_that_it_needs(self):
        answer = Browser().get("/api/v1/services.jsonld")
        nodes = {node["@id"]: node for node in answer.json["@graph"]}

        assert answer.headers["Content-Type"] == "application/ld+json"
        assert len(nodes) == len(answer.json["@graph"])
        kinds = [node["@type"] for node in nodes.values()]
        assert kinds.count("cpsv:PublicService") == 148
        for node in nodes.values():
            assert "cv:processingTime" not in node  # working days are no duration
            assert NEEDED[node["@type"]] <= node.keys(), node["@id"]
            for name, value in node.items():
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, dict) and "@id" in each and name != "cv:currency":
                        assert each["@id"] in nodes, (node["@id"], name)


class TestPages:
    def test_everybody_looks_and_narrows_without_a_script(self):
        visitor = Browser()

        page = visitor.get("/services?q=kindergarten")
        assert "/services/kindergarten-queue" in page.body
        assert page.value("q") == "kindergarten"
        assert "148 services" in visitor.get("/services").text
        assert "page=2" in visitor.get("/services").body
        assert "No such service" in visitor.get("/services?q=alchemy").text

    def test_a_filter_offers_what_leaves_something(self):
        page = Browser().get("/services?audience=business&event=child-born")

        told = Browser().get("/api/v1/services?audience=business&life_event=child-born").json
        assert told["facets"]["audience"]["resident"] > told["total"] == 0
        assert "Residents (" in page.text
        assert "Businesses (0)" in page.text  # chosen, so it stays
        assert "Online only" not in page.text
        assert told["facets"]["channel"]["online_only"] == 0

    def test_a_service_has_a_page_for_people_and_for_search_engines(self):
        page = Browser().get("/services/birth-registration")

        (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.body)
        assert json.loads(linked)["@type"] == "GovernmentService"
        assert "What you need" in page.text

    @pytest.mark.parametrize(("language", "fee"), [("en", "€55"), ("ru", "55\N{NO-BREAK SPACE}€")])
    def test_a_fee_is_written_as_in_the_language_of_the_page(self, language, fee):
        assert fee in Browser(language=language).get("/services/passport-issue").body

    def test_what_has_a_door_of_its_own_leads_there(self):
        assert 'href="/appointments"' in Browser().get("/services/doctors-appointment").body
        assert 'href="/me/meters"' in Browser().get("/services/meter-readings").body

    @pytest.mark.parametrize("service", services.services(), ids=lambda service: service.code)
    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_every_service_can_be_read_in_both_languages(self, service, language):
        page = Browser(language=language).get(f"/services/{service.code}")

        assert page.status == 200
        assert service.summary[language] in page.text
