"""What becomes of an initiative that enough people have signed: the agency answers in time, or
residents are asked in a ballot."""

from datetime import datetime, timedelta

from chalicelib import workdays
from chalicelib.actors import SYSTEM, Actor, Grant, Role
from chalicelib.catalogue import Text
from chalicelib.domain.initiatives import counting, keeping, rules
from chalicelib.domain.initiatives.keeping import find
from chalicelib.domain.initiatives.opening import OUT_OF_THE_QUEUE, decided
from chalicelib.domain.initiatives.rules import Act, State, Verdict
from chalicelib.domain.keeping import keep_alone, keep_changed
from chalicelib.models.initiative import Initiative

AGAIN = timedelta(days=7)
DRAFTING = Actor("initiatives", grants=frozenset({Grant(Role.BALLOT_OFFICER)}))


def answer(
    initiative_id: str,
    verdict: Verdict,
    text: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Initiative:
    """The agency's answer, which everybody reads and all who signed are told of; late as well."""
    initiative = decided(initiative_id, Act.ANSWER, by=by, version=version)
    said = rules.written("answer", text, least=rules.LEAST_ANSWER, most=rules.LONGEST)
    changes = {
        "verdict": str(verdict),
        "answer": said,
        "answered_at": at,
        "next_alarm_on": None,
        **keeping.listed(State.ANSWERED, at),
        **OUT_OF_THE_QUEUE,
    }
    facts = {**keeping.titled(initiative), "verdict": str(verdict)}
    return keeping.moved(initiative, Act.ANSWER, changes, by=by, at=at, facts=facts)


def ask(
    initiative_id: str, reason: str, *, by: Actor, at: datetime, version: int | None = None
) -> Initiative:
    """Ask residents instead: a draft of a ballot comes of it (`compose_ballot`). The agency owes no
    answer any more, so everybody reads why."""
    initiative = decided(initiative_id, Act.ASK, by=by, version=version)
    why = rules.written("reason", reason, least=rules.LEAST_ANSWER, most=rules.TEXT)
    changes = {
        "asked": why,
        "due_on": None,
        "overdue": None,
        "next_alarm_on": None,
        **keeping.listed(State.TO_BALLOT, at),
        **OUT_OF_THE_QUEUE,
    }
    facts = keeping.titled(initiative)
    return keeping.moved(initiative, Act.ASK, changes, by=by, at=at, note=why, facts=facts)


def compose_ballot(initiative_id: str, *, at: datetime) -> None:
    """Begin the ballot, which an officer then completes; of one initiative one draft comes, however
    often it is asked for."""
    from chalicelib.domain import ballots  # 40 ms, and few initiatives come so far

    initiative = find(initiative_id)
    if initiative.ballot or initiative.state != State.TO_BALLOT:
        return
    title, text = _in_its_language(initiative.title), _in_its_language(initiative.text)
    areas = tuple(initiative.areas)
    named = keeping.place_of(initiative) if initiative.scope in ("courtyard", "street") else None
    draft = ballots.Draft(
        title=title,
        why=text,
        questions=(ballots.Question("support", title, ballots.Type.YES_NO, ()),),
        audience=ballots.Audience(areas, title=named),
        agency=str(initiative.agency),
    )
    made = ballots.compose(draft, by=DRAFTING, at=at, key=initiative.id)
    one = Initiative.ballot.does_not_exist() | (Initiative.ballot == made.id)
    keep_alone(
        lambda: initiative.update([Initiative.ballot.set(made.id)], condition=one),
        otherwise=keeping.MEANWHILE,
    )


def meet(initiative_id: str, *, at: datetime) -> None:
    """Do what is due with it by today: end its collecting, or say that the answer is late."""
    initiative = find(initiative_id)
    if initiative.next_alarm_on is None or initiative.next_alarm_on > workdays.day_of(at):
        return
    if initiative.state == State.REACHED:
        _late(initiative, at=at)
    elif initiative.closes_at and initiative.closes_at <= at:
        counting.end(initiative, at=at)


def _late(initiative: Initiative, *, at: datetime) -> None:
    """Everybody sees it, and the agency and the city are told; every week anew."""
    assert initiative.due_on, "what is to be answered has a day"
    facts = {
        **keeping.titled(initiative),
        "due_on": initiative.due_on.isoformat(),
        "to": "city",
    }
    event = keeping.event_of(initiative, "overdue", by=SYSTEM, at=at, facts=facts)
    event.concerns = None
    changes = {"overdue": True, "next_alarm_on": workdays.day_of(at) + AGAIN}
    keep_changed(initiative, changes, event, otherwise=keeping.MEANWHILE)


def _in_its_language(words: str) -> Text:
    """In the language in which it was written; an officer adds the other one."""
    cyrillic = any("а" <= letter <= "я" for letter in words.lower())
    return Text(words, "") if cyrillic else Text("", words)
