"""A real participatory budget, voted once more by HTTP: the published figures come out again.

The votes are those of the town of Świecie in 2023, as the package `pabumeasures` carries them.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain import ballots, sessions
from chalicelib.domain.ballots import Definition, Draft, Option, Question, Type, finishing
from chalicelib.domain.ballots.definition import Audience
from chalicelib.edge import cookies, csrf
from chalicelib.models.person import HEAD
from chalicelib.models.person import Person as Account
from tests import pabulib
from tests.ballots import OFFICER, code_of
from tests.journeys.acting import acting
from tests.journeys.portal import eventually
from tests.journeys.recounting import recounted

AT_ONCE = 4
HOUSE, DISTRICT = "mikonkatu-18", "kluuvi"


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
    )
    with acting(cloud):
        began = now - timedelta(hours=3)
        composed = ballots.compose(draft, by=OFFICER, at=began)
        return ballots.definition_of(ballots.schedule(composed.id, by=OFFICER, at=began))


@pytest.fixture(scope="module")
def voters(cloud, portal, held) -> list[str]:
    """As many people as took part then, whose residence was verified here; each one's session.

    They are not signed up one by one: the embedded user pool looks through all people for each.
    """
    people = [f"voter-{number}" for number in range(len(held.votes))]
    with acting(cloud):
        with Account.batch_write() as batch:
            for person in people:
                batch.save(an_account(person))
        return [sessions.begin(Actor(person, level=2), at=clock.now()) for person in people]


def an_account(person: str) -> Account:
    return Account(
        person,
        HEAD,
        level=2,
        language="en",
        district=DISTRICT,
        address=HOUSE,
        verified_house=HOUSE,
        born_on=date(1980, 1, 1).isoformat(),
        opened_at=clock.now(),
        version=1,
    )


def test_the_published_votes_come_out_again_and_anybody_can_recount_them(
    cloud, portal, outputs, held, ballot, voters, tmp_path
):
    def cast(number: int) -> int:
        chosen = [("answers.projects", project) for project in held.votes[number]]
        return vote(portal, ballot.id, voters[number], [*chosen, ("code", code_of(number))])

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


def vote(portal, ballot_id: str, session: str, answers: list[tuple[str, str]]) -> int:
    """Send the form of the voting page, and once more while the machine is too small to answer."""
    form = urlencode([*answers, (csrf.FIELD, csrf.token(session))]).encode()
    for _ in range(10):
        answer = portal.ask(
            "POST",
            f"/ballots/{ballot_id}/vote",
            form,
            Content_Type="application/x-www-form-urlencoded",
            Cookie=f"{cookies.SESSION}={session}",
        )
        if answer.status < 500:
            break
    return answer.status


def size_of_the_log(portal, ballot_id: str) -> int:
    answer = portal.get(f"/api/v1/log/{ballot_id}/checkpoint")
    return int(answer.body.decode().splitlines()[1]) if answer.status == 200 else 0
