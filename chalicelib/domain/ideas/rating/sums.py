"""Adding up what people gave, and what they said: the worker does it, anew from the items, so that
being told twice, late or in any order changes nothing."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from chalicelib.domain.ideas import cards, exposure, keeping, orders, projects, usecases
from chalicelib.domain.ideas.phases import Mode
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rating import own, rules, sheets
from chalicelib.domain.ideas.rating.pairs import least_compared
from chalicelib.domain.ideas.rules import RATEABLE, State
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.base import Item, conflicts, together
from chalicelib.models.idea import SUMS, Idea, Sums
from chalicelib.models.idea_card import BEGINNING, Card, Framing, Ranking
from chalicelib.models.project import FUNNEL, HEAD, Funnel, Project
from chalicelib.models.rating import GIVEN, Rating, Used, used_by, whose
from chalicelib.models.talk import Comment

SUPPORTED, DISCUSSED = "supported", "discussed"  # as orders of the list are called
GONE = "gone-"  # whose rating it was nobody knows any more; it counts
Histograms = dict[str, dict[str, int]]
MEANWHILE = "another worker has added it up meanwhile"


def of_idea(idea_id: str, *, at: datetime) -> Idea:
    """What was given to an idea in each phase, and how many comments it has, on its cards as
    well; what its authors gave before they were that is taken back. `Conflict` if another worker
    was faster: the message comes again."""
    seen, (idea,) = _seen(idea_id, usecases.item(idea_id))
    if idea is None:
        raise usecases.unknown(idea_id)
    plan = keeping.plan_of(projects.find(idea.project))
    theirs, others = own.apart(idea, plan, _ratings(idea_id), at)
    given = _given(others, idea.project, plan)
    _lay(seen, given, comments=_comments(idea_id))
    cards.index(idea_id)
    own.take_back(idea, plan, theirs, at=at)
    return idea  # type: ignore[no-any-return]  # of the model that was asked for


def of_statement(statement_id: str) -> None:
    """How many agree with a statement, pass, and disagree, in each phase that asked."""
    seen, _ = _seen(statement_id)
    _lay(seen, _histograms(_ratings(statement_id)))


def rank(project_id: str, *, at: datetime) -> None:
    """Lay the ideas of a project into the order of each phase in which they are rated, into that of
    the last such phase (`SUPPORTED`), and of how much they are discussed; into the last two not
    before each idea was shown so often as it was said."""
    project, funnel = together(
        (Project, project_id, HEAD), (Funnel, project_id, FUNNEL), consistent=True
    )
    all_cards = list(Card.query(cards.shelf_of(project_id)))
    plan = keeping.plan_of(project)
    ended = people_at_end(project_id, plan, at=at)
    fair = exposure.reached(project_id, orders.floor(plan.phases))
    for phase in plan.phases:
        if phase.rating is not None:
            mode, then = phase.rating.mode, ended.get(phase.id)
            people = people_of(funnel) if then is None else int(then)
            ranked, ties = _ranked(phase.id, mode, all_cards, people=people)
            ranking = _ranking(ranking_of(project_id, phase.id), ranked, at, ties=ties)
            ranking.people = people if phase.over(at) else None
            lay(ranking)
            lay_sheets(ranking)
            if fair and phase.opens_at and phase.opens_at <= at:
                lay(_ranking(ranking_of(project_id, SUPPORTED), ranked, at))
            if mode is Mode.PAIRWISE:
                lay_least(project_id, phase.id, _compared(phase.id, ranked), at)
    if fair:
        most = sorted(all_cards, key=lambda card: (-int(card.comments), card.idea))
        lay(_ranking(ranking_of(project_id, DISCUSSED), most, at))


def settle(project_id: str, *, at: datetime) -> None:
    """Rank once more when a phase has ended in which ideas were rated: how many took part by then
    is kept with its order, for people join until the project is closed."""
    plan = keeping.plan_of(projects.find(project_id))
    if None in people_at_end(project_id, plan, at=at).values():
        rank(project_id, at=at)


def people_at_end(project_id: str, plan: Plan, *, at: datetime) -> dict[str, int | None]:
    """How many took part in each phase that is over, if that is kept."""
    over = [phase.id for phase in plan.phases if phase.rating and phase.over(at)]
    kept = together(*((Ranking, ranking_of(project_id, one), BEGINNING) for one in over))
    pairs = zip(over, kept, strict=True)
    return {phase: ranking.people if ranking else None for phase, ranking in pairs}


def people_of(funnel: Funnel | None) -> int:
    return int(funnel.people) if funnel else 0


def lay(ranking: Ranking) -> None:
    """Keep an order, and its beginning beside it, unless a later one is kept."""
    for each in (ranking, ranking.beginning()):
        keep_later(each)


def lay_sheets(ranking: Ranking) -> None:
    """Keep what people are shown first who rate, without a condition: who is a little late lays
    almost the same, and what lacks is in the ranking."""
    with Ranking.batch_write() as batch:
        for each in sheets.of(ranking):
            batch.save(each)


def lay_least(project_id: str, phase: str, times: dict[str, int], at: datetime) -> None:
    """Keep of which ideas pairs are made, by how often each was compared."""
    beginning, *others = sheets.of_least(least_compared(project_id, phase), times, at)
    with Ranking.batch_write() as batch:
        for each in others:
            batch.save(each)
    keep_later(beginning)


def keep_later(ranked: Ranking | Framing) -> None:
    kept = type(ranked).ranked_at
    earlier = kept.does_not_exist() | (kept <= ranked.ranked_at)
    if isinstance(ranked, Ranking) and ranked.people is not None:  # as it was kept first
        earlier &= Ranking.people.does_not_exist() | (Ranking.people == ranked.people)
    with suppress(Conflict), conflicts("a later order is kept"):
        ranked.save(condition=earlier)


def ranking_of(project_id: str, phase: str) -> str:
    return f"rank#{project_id}#{phase}"


class Ranked(NamedTuple):
    """Ideas in their order, and the ``ties`` among them: the first and the last place of each."""

    cards: list[Card]
    ties: list[tuple[int, int]]


def _ranked(phase: str, mode: Mode, all_cards: list[Card], *, people: int) -> Ranked:
    """What went into another idea has no place beside it; what was refused keeps what it had."""

    def worth(card: Card) -> float:
        return rules.rank_of(mode, rules.score(mode, _given_in(phase, card), people=people))

    rated = [
        (-worth(card), card.idea, card)
        for card in all_cards
        if card.state in RATEABLE or (card.state != State.MERGED_INTO and _given_in(phase, card))
    ]
    in_order = sorted(rated, key=lambda one: one[:2])
    return Ranked([card for *_, card in in_order], _ties([worth for worth, *_ in in_order]))


def _ties(in_order: list[float]) -> list[tuple[int, int]]:
    begin, found = 1, []
    for _, equal in groupby(in_order):
        many = len(list(equal))
        if many > 1:
            found.append((begin, begin + many - 1))
        begin += many
    return found


def _compared(phase: str, rated: list[Card]) -> dict[str, int]:
    """How often, of those that can still be: else what was refused early would be the least."""
    rateable = (card for card in rated if card.state in RATEABLE)
    return {card.idea: rules.compared(_given_in(phase, card)) for card in rateable}


def _given_in(phase: str, card: Card) -> dict[str, int]:
    return dict((card.sums or {}).get(phase, {}))


def _ranking(
    shelf: str, in_order: list[Card], at: datetime, *, ties: list[tuple[int, int]] | None = None
) -> Ranking:
    ids = [card.idea for card in in_order]
    return Ranking(shelf, ideas=ids, ties=ties or None, ranked_at=at)


def _seen(entity: str, *along: Item) -> tuple[Sums, list[Any]]:
    """The sums as they are, with what is read along: before what is added up, so that what is
    written is never older."""
    found, *others = together((Sums, entity, SUMS), *along, consistent=True)
    return found or Sums(entity, revision=0), others


def _lay(seen: Sums, given: Histograms, *, comments: int = 0) -> None:
    revision = int(seen.revision)
    free = (Sums.revision == revision) if revision else Sums.of.does_not_exist()
    new = Sums(seen.of, given=given, comments=comments, revision=revision + 1)
    keep_alone(lambda: new.save(condition=free), otherwise=MEANWHILE)


def _ratings(entity: str) -> list[Rating]:
    found = Rating.query(entity, Rating.place.startswith(GIVEN), consistent_read=True)
    return list(found)


def _given(ratings: list[Rating], project_id: str, plan: Plan) -> Histograms:
    """Only of those who have given as many ratings as their phase asks for at least."""
    wanting = {p.id: p.rating.least for p in plan.phases if p.rating and p.rating.least > 1}
    asked = {
        (person, phase)
        for phase, person in map(whose, ratings)
        if phase in wanting and not person.startswith(GONE)
    }
    where = sorted(asked)
    found: list[Used | None] = together(
        *((Used, used_by(person, project_id), phase) for person, phase in where), consistent=True
    )
    short = {
        (phase, person)
        for (person, phase), used in zip(where, found, strict=True)
        if used is None or used.given < wanting[phase]
    }
    return _histograms([one for one in ratings if whose(one) not in short])


def _histograms(ratings: list[Rating]) -> Histograms:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in ratings:
        counted[whose(one)[0]][str(int(one.value))] += 1
    return {phase: dict(values) for phase, values in counted.items()}


def _comments(idea_id: str) -> int:
    """By the index of threads, a moment behind: the first comments, and all answers to them."""
    threads = Comment.by_answers.query(f"talk#{idea_id}")
    return sum(1 + int(one.all_answers) for one in threads)
