"""What the report of a project says on paper, in each language of the platform."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib import catalogue
from chalicelib.domain.cells import Cells
from chalicelib.domain.ideas import projects, steps, surveying
from chalicelib.domain.ideas.consensus import Consensus
from chalicelib.domain.ideas.opinions import Opinion
from chalicelib.domain.ideas.reporting import Report
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.steps import Why
from chalicelib.language import LANGUAGES, day, money, tell
from chalicelib.messages import Message, count, say
from chalicelib.models.idea_card import Card
from chalicelib.outbound.paper import Part, Sheet

S = State
REACHED: dict[State, Message] = {
    S.PUBLISHED: say("published"),
    S.MERGED_INTO: say("went into another one"),
    S.EXPERT_REVIEW: say("sent to the experts"),
    S.SELECTED: say("selected"),
    S.NOT_SELECTED: say("not selected"),
    S.NEEDS_REWORK: say("sent back to be reworked"),
    S.VOTING: say("put to the vote"),
    S.ACCEPTED: say("accepted by the agency"),
    S.NOT_ACCEPTED: say("not accepted by the agency"),
    S.PLANNED: say("planned"),
    S.IMPLEMENTING: say("being carried out"),
    S.IMPLEMENTED: say("carried out"),
    S.DROPPED: say("given up"),
}


class Named(NamedTuple):
    """The ideas that the document names: what was refused or given up, and where the others are."""

    refused: Sequence[Card]
    others: Sequence[Card]


def of(report: Report, named: Named, *, at: datetime) -> list[Sheet]:
    """One for each language, the portal's first language first."""
    return [_Side(report, named, language, at).sheet() for language in LANGUAGES]


class _Side(NamedTuple):
    """The document in one language."""

    report: Report
    named: Named
    language: str
    at: datetime

    def sheet(self) -> Sheet:
        plan, done = self.report.plan, self.report.funnel[S.IMPLEMENTED]
        asked = self.report.funnel[S.PUBLISHED]
        return Sheet(
            language=self.language,
            city=catalogue.city().name[self.language],
            brand=self._tell(say("Veche")),
            office=catalogue.agency(plan.agency).title[self.language],
            title=self._tell(say("Report: %(title)s", title=plan.title[self.language])),
            rows=tuple(self._rows()),
            decision=self._tell(
                say("Of %(asked)s ideas %(done)s were carried out", asked=asked, done=done)
            ),
            gives=plan.promise.results[self.language],
            good=True,
            parts=tuple(self._parts()),
            signed=((self._tell(say("Figures")), self._tell(say("counted from what happened"))),),
            check=self._tell(
                say("The report with all of its ideas is at the address in the square.")
            ),
            page=self._tell(say("Page %(n)s of %(of)s", n="%(n)s", of="%(of)s")),
        )

    def _rows(self) -> Iterator[tuple[str, str]]:
        report = self.report
        yield self._tell(say("Project")), report.project.id
        yield self._tell(say("People who took part")), str(report.people)
        budget = report.plan.promise.budget
        none = self._tell(say("none"))
        yield self._tell(say("Money set aside")), money(budget, self.language) if budget else none
        for name, moment in (
            (say("Opened"), report.project.opened_at),
            (say("Every idea to be answered by"), projects.respond_by(report.plan)),
            (say("Closed on"), report.project.closed_at),
            (say("Figures as of"), None if report.project.closed_at else self.at),
        ):
            if moment:
                yield self._tell(name), self._day(moment)

    def _parts(self) -> Iterator[Part]:
        yield Part(self._tell(say("How far ideas came")), tuple(self._funnel()))
        for title, cells, name in (
            (say("Who took part, by district"), self.report.districts, surveying.place),
            (say("Who took part, by age"), self.report.ages, surveying.age),
        ):
            if cells:
                named = {name(key, self.language): n for key, n in cells.shown.items()}
                yield Part(self._tell(title), tuple(self._figures(named, cells)))
        if self.report.consensus:
            yield self._consensus(self.report.consensus)
        points = tuple(map(self._point, self.named.refused))
        lines = () if points else (self._tell(say("Nothing was refused or given up.")),)
        yield Part(self._tell(say("What was not done, and why")), lines, points)
        if self.named.others:
            points = tuple(map(self._standing, self.named.others))
            yield Part(self._tell(say("Where the others stand")), (), points)

    def _funnel(self) -> Iterator[str]:
        for state, words in REACHED.items():
            yield f"{_begun(self._tell(words))}: {self.report.funnel[state]}"

    def _figures(self, named: dict[str, int], cells: Cells) -> Iterator[str]:
        yield from (f"{_begun(name)}: {n}" for name, n in named.items())
        if cells.suppressed:
            told = say(
                "Rows hidden, lest somebody be recognised: %(n)s",
                n=cells.suppressed,
            )
            yield self._tell(told)

    def _consensus(self, found: Consensus) -> Part:
        points = tuple((one.text, (self._tell(_held(one)),)) for one in found.statements)
        unsure = say("There is no statement of which that is sure yet.")
        lines = () if points else (self._tell(unsure),)
        return Part(self._tell(say("What all agree on")), lines, points)

    def _point(self, card: Card) -> tuple[str, tuple[str, ...]]:
        """The words of who refused it stand in the language they were written in."""
        where = _begun(self._tell(REACHED[S(card.state)]))
        why = f": {self._tell(steps.WHY[Why(card.why)])}" if card.why else ""
        reason = self._tell(steps.told(card.reason)) if card.reason else ""
        return card.title, tuple(filter(None, (where + why, reason)))

    def _standing(self, card: Card) -> tuple[str, tuple[str, ...]]:
        where = _begun(self._tell(REACHED[S(card.state)]))
        done = f", {int(card.percent)}\N{NO-BREAK SPACE}%" if card.percent else ""
        return card.title, (f"{where}{done}",)

    def _tell(self, message: Message) -> str:
        return tell(message, self.language)

    def _day(self, moment: datetime) -> str:
        return day(catalogue.in_city(moment), self.language)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _held(one: Opinion) -> Message:
    if one.agree:
        return count(
            "%(so)s of %(n)s who answered agrees",
            "%(so)s of %(n)s who answered agree",
            one.of,
            so=one.n,
        )
    return count(
        "%(so)s of %(n)s who answered disagrees",
        "%(so)s of %(n)s who answered disagree",
        one.of,
        so=one.n,
    )
