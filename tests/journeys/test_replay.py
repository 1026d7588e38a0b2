"""A real participatory budget, voted once more by HTTP: the published figures come out again.

The votes are those of the town of Świecie in 2023, as the package `pabumeasures` carries them.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.catalogue import Text
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Definition, Draft, Option, Question, Type, finishing
from chalicelib.domain.ballots.definition import Audience
from tests import pabulib
from tests.ballots import OFFICER, code_of
from tests.journeys.acting import acting
from tests.journeys.portal import eventually
from tests.journeys.recounting import recounted
from tests.journeys.voters import signed_in, size_of_the_log, vote

AT_ONCE = 4


@pytest.fixture(scope="module")
def held() -> pabulib.Instance:
    return pabulib.read("poland_swiecie_2023_")


@pytest.fixture(scope="module")
def ballot(cloud, portal, held) -> Definition:
    """The same question here, open since an hour ago."""
    now = clock.now().replace(microsecond=0)
    options = tuple(
        Option(project.id, Text(project.name, project.name), project.cost)
        for project in held.projects
    )
    question = Question(
        "projects", Text("Что построить?", "What shall be built?"), Type.MULTI, options,
        most=held.most,
    )  # fmt: skip
    draft = Draft(
        title=Text("Бюджет участия", "Participatory budget"),
        why=Text("Жители решают, на что пойдут деньги.", "Residents decide on the money."),
        questions=(question,),
        audience=Audience(("helsinki",)),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=1),
        agency="parks",
        promise=Text("Город построит выбранное.", "The city builds what is chosen."),
        points=0,
    )
    with acting(cloud):
        began = now - timedelta(hours=3)
        composed = ballots.compose(draft, by=OFFICER, at=began)
        return ballots.definition_of(ballots.schedule(composed.id, by=OFFICER, at=began))


@pytest.fixture(scope="module")
def voters(cloud, portal, held) -> list[str]:
    """As many people as took part then; each one's session."""
    with acting(cloud):
        return signed_in([f"voter-{number}" for number in range(len(held.votes))])


@pytest.fixture(scope="module")
def nobody_is_told(cloud, physical) -> Iterator[None]:
    """Letters and points are tried elsewhere: here they would be most of the work."""
    rule = {"Name": physical("NotifyRule"), "EventBusName": physical("Bus")}
    cloud("events").disable_rule(**rule)
    assert cloud("events").describe_rule(**rule)["State"] == "DISABLED"
    yield
    cloud("events").enable_rule(**rule)


def test_the_published_votes_come_out_again_and_anybody_can_recount_them(
    cloud, portal, outputs, held, ballot, voters, nobody_is_told, tmp_path
):
    def cast(number: int) -> int:
        chosen = [("answers.projects", project) for project in held.votes[number]]
        sent = [*chosen, ("code", code_of(number))]
        return vote(portal, ballot.id, voters[number], sent).status

    with ThreadPoolExecutor(AT_ONCE) as together:
        statuses = list(together.map(cast, range(len(held.votes))))
    assert set(statuses) == {200}

    eventually(lambda: size_of_the_log(portal, ballot.id), len(held.votes), within=180)
    with acting(cloud):
        finishing.finish(ballot.id, at=ballot.closes_at + timedelta(minutes=2))
    kit = f"/data/ballots/{ballot.id}/audit.zip"
    eventually(lambda: portal.get(kit).status, 200, within=120)

    found = portal.get(f"/api/v1/ballots/{ballot.id}/reports/latest").json
    (question,) = found["questions"]
    counted = {option["id"]: option["n"] for option in question["options"]}
    assert counted == {project.id: project.votes for project in held.projects}
    recount = recounted(portal, ballot.id, tmp_path)
    assert recount.passed, recount.said
    assert f"{len(held.votes)} people on the roll, as many votes in the log" in recount.said
