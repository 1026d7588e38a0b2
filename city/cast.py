"""Who acts in the stories, and one story on its way: who speaks in it, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.domain.complaints import Complaint
from city.people import officer
from city.photos import photo, send, shot
from city.stories import Story, Words

VISITED = "door"  # what an answer shows where there was nothing to repair


@dataclass(frozen=True)
class Cast:
    """Who acts: residents by number, with the language each writes in, and the city's staff."""

    residents: Sequence[Actor]
    languages: Sequence[str]
    moderator: Actor
    officers: Mapping[str, Actor]
    words: Words
    s3: Any

    def officer(self, agency: str) -> Actor:
        return self.officers.get(agency) or officer(Role.AGENCY, agency)


class Telling:
    """One story on its way: who speaks, how far it has come, and what time it is in it."""

    def __init__(self, story: Story, cast: Cast, *, now: datetime) -> None:
        self.story, self.cast, self.now = story, cast, now
        self.at, self.lot = story.filed_at, Random(story.key)
        self.author = cast.residents[story.author]
        self.shots = 0
        self.complaint: Complaint

    def passes(self, least: float, most: float) -> datetime:
        """So many hours pass, but never all that is left until now."""
        hours = timedelta(hours=self.lot.uniform(least, most))
        self.at += min(hours, (self.now - self.at) * 0.6)
        return self.at

    def says(self, texts: Sequence[Text]) -> str:
        """In the author's language, so that they understand what they are answered."""
        return self.lot.choice(texts)[self.cast.languages[self.story.author]]

    def shown(self) -> list[str]:
        """A photo of what is wrong; where none is needed, every other complaint has none."""
        needed = self.story.topic.photo == "required"
        if not needed and (self.story.scene is None or self.story.number % 2):
            return []
        drawn = photo(self.story.scene or VISITED, mended=False, place=self.story.number)
        return [send(drawn, by=self.author, at=self.at, s3=self.cast.s3)]

    def proof(self) -> list[str]:
        """A photo of what the agency has done, another one each time."""
        self.shots += 1
        taken = shot(
            self.story.scene or VISITED,
            mended=True,
            place=self.story.number,
            shot=f"{self.story.key}-{self.shots}",
        )
        return [send(taken, by=self.agency, at=self.at, s3=self.cast.s3)]

    @property
    def reference(self) -> str:
        return self.complaint.reference

    @property
    def agency(self) -> Actor:
        return self.cast.officer(self.complaint.agency)
