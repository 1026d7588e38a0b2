"""Programs that talk to the API of reports, each in somebody's name, and what they have filed."""

from chalicelib.actors import Actor, grants
from tests.complaints import ANNA, BORIS, CENTRE, MODERATOR, OFFICER, TOPIC, a_photo
from tests.gateway import Browser

NEW = {
    "topic": TOPIC,
    "text": "The lamp is out.",
    "lat": CENTRE.lat,
    "lon": CENTRE.lon,
    "answers": {"how-many-lamps": "one"},
}
NOTE = "The lamp was replaced by a new one."
anna, boris, moderator, officer = map(Browser.of, (ANNA, BORIS, MODERATOR, OFFICER))
auditor = Browser.of(Actor("olga", 1, grants(["auditor"])))
anybody = Browser()


def file(**given):
    answer = anna.send("POST", "/api/v1/complaints", NEW | given)
    assert answer.status == 201, answer.body
    return f"/api/v1/complaints/{answer.json['reference']}"


def published():
    at = file()
    assert moderator.send("POST", f"{at}/publish").status == 200
    return at


def answered():
    at = published()
    answer = officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo()]})
    assert answer.status == 200, answer.body
    return at
