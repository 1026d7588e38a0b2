"""An editor who makes a slip is told where, in words."""

import pytest

from city.build import build
from city.sources import Mistake


def test_what_is_written_well_is_built(desk, tmp_path):
    written = build(desk, into=tmp_path / "json")

    assert sorted(name for name in written if not name.startswith("forms/")) == [
        "agencies",
        "areas",
        "charities",
        "city",
        "courtyards",
        "forms",
        "groups",
        "holidays",
        "initiatives",
        "meters",
        "services",
        "sites",
        "topics",
        "visits",
    ]


@pytest.mark.parametrize(
    ("file", "was", "becomes", "told"),
    [
        ("topics/road.yaml", "agency: lighting", "agency: lamps", "there is no agency lamps"),
        ("topics/road.yaml", "code: pothole", "code: street-lamp", "«street-lamp» is there twice"),
        ("topics/road.yaml", "en: Pothole in the carriageway", "en: Broken pavement", "twice"),
        ("topics/road.yaml", "code: pothole", "code: Pot hole", "small letters"),
        (
            "services/family.yaml",
            "code: paternity-acknowledgement",
            "code: birth-registration",
            "twice",
        ),
        ("services/family.yaml", "authority: registry", "authority: nobody", "no authority nobody"),
        ("topics/road.yaml", "  sla: 3", "  sla: 300", "cannot be promised"),
        ("topics/road.yaml", "photo: optional", "photo: perhaps", "required or optional"),
        ("topics/road.yaml", "'11-01'", "'13-01'", "MM-DD"),
        ("topics/road.yaml", "ask: [depth, since]", "ask: [width]", "no question width"),
        ("topics/road.yaml", "warning: hole", "warning: comet", "no text comet"),
        ("topics/road.yaml", "kallio: harbour", "atlantis: harbour", "no district atlantis"),
        ("topics/road.yaml", "hint:", "hints:", "hints"),
        ("topics/road.yaml", "also: {ru:", "also: {fi:", "fi"),
        ("areas.yaml", "parent: helsinki", "parent: turku", "turku does not stand above it"),
        ("courtyards.yaml", "annankatu-27]", "annankatu-999]", "no house annankatu-999"),
        ("courtyards.yaml", "code: liisankatu", "code: annankatu", "«annankatu» is there twice"),
        ("charities.yaml", "code: trees", "code: shelter", "«shelter» is there twice"),
        ("meters.yaml", "close_day: 3", "close_day: 15", "are no window"),
        ("meters.yaml", "cap: 70", "cap: 4", "hot_water: the norm lies between"),
        ("meters.yaml", "code: hot_water", "code: cold_water", "«cold_water» is there twice"),
        ("questions.yaml", "kind: yesno", "kind: choice", "has two options or more"),
        ("city.yaml", "timezone:", "timezone", "city.yaml"),
        ("city.yaml", "country: FI", "country: XX", "the public holidays of country XX"),
    ],
)
def test_a_slip_is_told_with_the_place_where_it_is(desk, tmp_path, file, was, becomes, told):
    spoiled = desk / file
    text = spoiled.read_text(encoding="utf-8")
    assert was in text
    spoiled.write_text(text.replace(was, becomes, 1), encoding="utf-8")

    with pytest.raises(Mistake, match=told):
        build(desk, into=tmp_path / "json")

    assert not (tmp_path / "json").exists()


def test_a_missing_file_is_named(desk):
    (desk / "topics" / "park.yaml").unlink()

    with pytest.raises(Mistake, match=r"park\.yaml is missing"):
        build(desk)
