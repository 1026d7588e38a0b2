"""How the groups of the opinion map support ideas: what ranks them by support across groups instead
of by how many support them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from chalicelib.domain.ideas import cards, exposure, orders, voices
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.phases import Mode, Phase
from chalicelib.domain.ideas.rating.sums import ranking_of
from chalicelib.domain.ideas.typical import Counts
from chalicelib.models.base import together
from chalicelib.models.idea_card import BEGINNING, Card, Ranking
from chalicelib.models.project import Project

ORDER = "bridge"
GOOD = 4  # of five points: from here on somebody is for it
FOR: dict[Mode, Callable[[int], bool]] = {
    Mode.SUPPORT: lambda value: value > 0,
    Mode.RATE: lambda value: value > 0,
    Mode.SCORE: lambda value: value >= GOOD,
}
CHOOSING = frozenset({Mode.SUPPORT})  # who does not choose an idea has not spoken against it


def of_ideas(project: Project, groups: Mapping[str, int]) -> dict[str, list[Counts]]:
    """How each group supports each published idea that anybody on the map has rated, in the phase
    in which ideas are rated last; nothing, before each was shown so often as it was said.
    ``groups`` says in which group each person is."""
    phases = plan_of(project).phases
    phase = _rated_in(phases)
    if phase is None or phase.rating is None:
        return {}
    if not exposure.reached(project.id, orders.floor(phases)):
        return {}
    given = {idea: _given(idea, phase, groups) for idea in _published(project.id)}
    rated = _counting(given, least=phase.rating.least)
    members: list[set[str]] = [set() for _ in range(max(groups.values()) + 1)]
    for person in {person for values in rated.values() for person in values}:
        members[groups[person]].add(person)
    mode = phase.rating.mode
    return {
        idea: [_counts(values, group, mode) for group in members] for idea, values in rated.items()
    }


def rated(project: Project) -> str | None:
    """When ideas were ranked last by what people gave, which follows from each rating: another one
    as soon as another support may be told. None, as long as none is."""
    phases = plan_of(project).phases
    phase = _rated_in(phases)
    if phase is None or not exposure.reached(project.id, orders.floor(phases)):
        return None
    ranking: Ranking | None
    place = (Ranking, ranking_of(project.id, phase.id), BEGINNING)
    (ranking,) = together(place, consistent=True)
    return ranking.ranked_at.isoformat() if ranking else None


def _rated_in(phases: Iterable[Phase]) -> Phase | None:
    rated = [phase for phase in phases if phase.rating and phase.rating.mode in FOR]
    return rated[-1] if rated else None


def _published(project: str) -> list[str]:
    return [card.idea for card in Card.query(cards.shelf_of(project))]


def _given(idea: str, phase: Phase, groups: Mapping[str, int]) -> dict[str, int]:
    return {who: value for who, value, _ in voices.given_to(idea, phase.id) if who in groups}


def _counting(given: Mapping[str, Mapping[str, int]], *, least: int) -> dict[str, dict[str, int]]:
    """Of those who have given as many ratings as count at least, to the ideas that have any."""
    many = Counter(person for values in given.values() for person in values)
    kept = {
        idea: {person: value for person, value in values.items() if many[person] >= least}
        for idea, values in given.items()
    }
    return {idea: values for idea, values in kept.items() if values}


def _counts(values: Mapping[str, int], members: set[str], mode: Mode) -> Counts:
    """Where one chooses, all who have chosen anything count; else those who rated this idea."""
    own = [values[person] for person in members & values.keys()]
    agree = sum(map(FOR[mode], own))
    return Counts(agree, 0, len(members) if mode in CHOOSING else len(own))
