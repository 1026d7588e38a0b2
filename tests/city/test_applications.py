"""What generated residents ask for: it fits the forms, and everything becomes of it that can."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from chalicelib import forms, services
from chalicelib.config import settings
from chalicelib.domain.answers import visible, wrong
from chalicelib.domain.applications import suitability
from chalicelib.forms import Form
from city import applying, samples
from city.addresses import known_addresses
from city.organisations import KULMA
from city.resting import unattended
from city.samples import Applicant, Ending, Sample
from city.scenes import DRAWN

DAY = date(2026, 11, 26)
ANNA = Applicant(
    "Анна Иванова",
    date(1984, 3, 27),
    {"id": "annankatu-25", "text": "Annankatu 25"},
    "resident@veche.example.org",
)
FOR_KULMA = ANNA._replace(organisation=structs.asdict(KULMA))
WRITTEN = samples.written()
EVERY = {**WRITTEN.samples, **{f"appeal-{name}": each for name, each in WRITTEN.appeals.items()}}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("mended", [False, True])
def test_what_is_answered_fits_the_form(name, mended):
    sample, form = EVERY[name], form_of(EVERY[name])

    given = samples.answers(sample, form, applicant(sample), DAY, mended=mended)

    seen = visible(form, given)
    assert not set(seen.dropped) & set(sample.answers)
    files = {f.code: ["a"] for step in seen.steps for f in step.fields if f.kind == "file"}
    assert wrong(form, seen.answers | files, today=DAY) == {}


@pytest.mark.parametrize("name", WRITTEN.samples)
def test_whom_a_service_is_not_for_does_not_ask_for_it(name):
    form = form_of(WRITTEN.samples[name])

    given = samples.probed(WRITTEN.samples[name], form)

    assert suitability.verdict(form, given).suitable
    assert suitability.next_probe(form, given) is None


@pytest.mark.parametrize("name", EVERY)
def test_what_is_said_of_it_is_known(name):
    sample, form = EVERY[name], form_of(EVERY[name])

    assert {sample.refused} - {""} <= {reason.code for reason in form.reasons}
    assert sample.photos.keys() <= {field.code for field in form.fields if field.kind == "file"}
    assert {scene for scenes in sample.photos.values() for scene in scenes} <= DRAWN.keys()
    houses = {f"{house.street_fi} {house.house}" for house in known_addresses()}
    assert set(addresses(sample.answers)) <= houses
    if sample.to:
        assert services.authority(sample.to)


def test_every_form_is_asked_for():
    assert {form_of(sample).code for sample in EVERY.values()} == set(forms.every())


def test_every_sample_is_told_of_and_everything_becomes_of_them():
    assert {story.sample for story in WRITTEN.stories} == WRITTEN.samples.keys()
    assert {story.ends for story in WRITTEN.stories} == set(Ending)
    assert applying.PLANS.keys() == set(Ending) - {Ending.DRAFT}


def test_a_story_has_what_its_end_takes():
    """Why it was refused, what is put right, who else is asked."""
    written = samples.written()
    takes = {applying._refuse: "refused", applying._mend: "mended", applying._transfer: "to"}

    missing = [
        (story.key, name)
        for story in written.stories
        for step, name in takes.items()
        if step in applying.PLANS.get(story.ends, ())
        and not getattr(written.samples[story.sample], name)
    ]

    assert missing == []


def test_who_asks_for_a_service_is_one_of_those_whom_it_is_for():
    for story in WRITTEN.stories:
        service = services.service(WRITTEN.samples[story.sample].service)
        assert service.is_for(organisation=story.of == "organisation"), story.key


def test_stories_are_told_apart_and_spread_over_four_months():
    ago = [story.ago for story in WRITTEN.stories]

    assert 40 <= len(ago) <= 80
    assert len({story.key for story in WRITTEN.stories}) == len(ago)
    assert min(ago) == 0
    assert 80 <= max(ago) <= 88  # working days


def test_days_are_reckoned_and_people_named():
    sample = Sample("ru", {"kin": [{"child": {"last_name": "{last}", "born_on": {"in": -3}}}]})

    given = samples.answers(sample, forms.form("general-request", 1), ANNA, DAY)

    assert given["kin"] == [{"child": {"last_name": "Иванова", "born_on": "2026-11-23"}}]
    assert given["name"] == "Анна Иванова"
    assert given["consent"] is True


class Functions:
    """What empties two queues, as Lambda lists it."""

    def __init__(self) -> None:
        queue = f"arn:aws:sqs:eu-central-1:123456789012:{settings.name('')}"
        self.enabled = dict.fromkeys(("applications", "notify"), True)
        self.page = [{"UUID": name, "EventSourceArn": f"{queue}{name}"} for name in self.enabled]

    def get_paginator(self, _operation: str) -> "Functions":
        return self

    def paginate(self) -> list[dict[str, Any]]:
        return [{"EventSourceMappings": self.page}]

    def update_event_source_mapping(self, *, UUID: str, Enabled: bool) -> None:  # noqa: N803
        self.enabled[UUID] = Enabled


def test_the_worker_rests_while_the_past_is_told_and_works_again_whatever_happens():
    functions = Functions()

    with suppress(LookupError), unattended(functions, "applications"):
        meanwhile = dict(functions.enabled)
        raise LookupError

    assert meanwhile == {"applications": False, "notify": True}
    assert functions.enabled == {"applications": True, "notify": True}


def applicant(sample: Sample) -> Applicant:
    """An organisation's, where nobody applies for themselves."""
    alone = sample.service and not services.service(sample.service).is_for(organisation=False)
    return FOR_KULMA if alone else ANNA


def form_of(sample: Sample) -> Form:
    if not sample.service:
        return forms.form("appeal", 1)
    form = forms.of_service(services.service(sample.service).form)
    return forms.in_force(form, today=DAY)


def addresses(answers: Any) -> Iterator[str]:
    """All that are named in answers, in groups as well."""
    if isinstance(answers, dict):
        if "text" in answers:
            yield answers["text"]
        for answer in answers.values():
            yield from addresses(answer)
    elif isinstance(answers, list):
        for answer in answers:
            yield from addresses(answer)
