"""One time for one of a crowd; and what is given up goes to who has waited for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Offered
from tests.appointments import CLINIC
from tests.journeys.acting import acting
from tests.journeys.people import a_person, letters
from tests.journeys.portal import eventually, run

CROWD, AT_ONCE, TRIES = 40, 8, 10
FREE = "A time is free for you"
ROOM = Offered(
    CLINIC,
    "room",
    Text("Кабинет", "Room"),
    ("nurse",),
    {str(day): [["08:00", "08:20"]] for day in range(7)},
    on_holidays=True,
)


@pytest.fixture(scope="module")
def day(cloud, portal):
    """Far enough for every reminder; with two times of ten minutes."""
    with acting(cloud):
        appointments.put_in_place(ROOM, at=clock.now())
    return (clock.now() + timedelta(days=5)).date()


def free(portal, day):
    query = f"service_id=nurse&site_id={CLINIC}&provider_id=room&from={day}"
    return [slot["id"] for slot in portal.get(f"/api/v1/slots?{query}").json["data"][str(day)]]


def test_a_time_that_a_crowd_wants_is_one_persons_and_what_is_given_up_is_the_next_ones(
    cloud, portal, outputs, physical, day
):
    crowd = [a_person(cloud, portal, outputs) for _ in range(AT_ONCE)]
    first, second = free(portal, day)

    def want(number):
        """And once more while the machine is too small to answer: by its key it is the same."""
        person = crowd[number % AT_ONCE]
        for _ in range(TRIES):
            answer = person.post("/api/v1/appointments", key=str(number), slot_id=first)
            if answer.status < 500:
                break
        return person, answer

    with ThreadPoolExecutor(AT_ONCE) as together:
        answers = list(together.map(want, range(CROWD)))

    (winner, won), *others = [pair for pair in answers if pair[1].status == 201]
    assert not others
    refused = [answer for _, answer in answers if answer.status == 409]
    assert len(refused) == CROWD - 1
    taken = [answer.json for answer in refused if answer.json.get("code") == "slot_taken"]
    assert all(each["alternatives"][0]["id"] == second for each in taken)

    anna, boris, *_ = [person for person in crowd if person is not winner]
    assert anna.post("/api/v1/appointments", slot_id=second).status == 201
    wanted = {"service_id": "nurse", "sites": [CLINIC], "from": str(day), "to": str(day)}
    assert boris.get("/api/v1/me").status == 200
    waits = boris.post("/api/v1/waitlist", **wanted)
    assert waits.status == 201, waits.body
    reference = won.json["id"]
    assert winner.post(f"/api/v1/appointments/{reference}/cancel").json["state"] == "cancelled"

    def held():
        return [each["slot_id"] for each in boris.get("/api/v1/waitlist").json["items"]]

    eventually(held, [first])
    eventually(
        lambda: any("A time is free for you" in text for text in letters(portal, boris)), True
    )
    assert boris.post("/api/v1/appointments", slot_id=first).status == 201
    eventually(held, [])
    run(cloud, physical("AppointmentsFindDue"))
    clerk = a_person(cloud, portal, outputs, f"clerk.{CLINIC}")
    listed = clerk.get(f"/api/v1/desk/appointments?site_id={CLINIC}&day={day}").json["items"]
    assert [each["state"] for each in listed].count("booked") == 2
