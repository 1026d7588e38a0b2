"""Let the stories happen, through the same doors of the domain that people use."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.catalogue import Text
from chalicelib.domain import complaints
from chalicelib.domain.complaints import NewComplaint
from chalicelib.errors import Invalid
from city.cast import Cast, Telling
from city.stories import Ending, Story

__all__ = ["Cast", "tell"]
E = Ending
DENIALS = {E.REOPENED: 1, E.MENDED_AGAIN: 1, E.CHECKED: 2, E.FOUND_SOLVED: 2, E.FOUND_UNSOLVED: 2}
ANSWERED = {E.ANSWERED, E.CONFIRMED, E.SILENT, *DENIALS}
ELSEWHERE = {"lighting": "roads"}  # whom an agency passes a case on to
ANYONE_ELSE = "lighting"
SHOTS = 9  # of a repair
OFTEN = 0.6  # an agency says what it is doing; else the answer is the first that is heard of it


def tell(story: Story, cast: Cast, *, now: datetime) -> str:
    """Let one story happen up to its ending; the reference of its complaint."""
    telling = Telling(story, cast, now=now)
    _file(telling)
    AT_THE_DESK.get(story.ending, _go_on)(telling)
    _alarms(telling, now)
    return telling.reference


def _file(telling: Telling) -> None:
    story, author = telling.story, telling.author
    new = NewComplaint(
        topic=story.topic.code,
        text=story.text[telling.cast.languages[story.author]],
        lat=story.lat,
        lon=story.lon,
        address=f"{story.house.street_fi} {story.house.house}",
        address_id=story.house.id,
        answers=story.answers,
        photos=telling.shown(),
    )
    telling.complaint = complaints.file(new, by=author, at=telling.at)


def _reject(telling: Telling) -> None:
    why = telling.lot.choice(telling.cast.words.rejections)
    note = Text(why.ru, why.en)[telling.cast.languages[telling.story.author]]
    at = telling.passes(1, 20)
    by = telling.cast.moderator
    telling.complaint = complaints.reject(telling.reference, code=why.code, note=note, by=by, at=at)


def _merge(telling: Telling) -> None:
    """Its author learns where the work goes on; told beforehand is what was reported first."""
    note, at = telling.says(telling.cast.words.duplicates), telling.passes(1, 20)
    by, of = telling.cast.moderator, _original(telling)
    if of is None:
        return  # it waits to be read
    telling.complaint = complaints.reject(
        telling.reference, code="duplicate_of", note=note, by=by, at=at, of=of
    )


def _original(telling: Telling) -> str | None:
    """The reference of what a neighbour had reported; None if its story was broken off, or has
    ended meanwhile."""
    first = telling.story.original
    assert first is not None, "a duplicate is one of something"
    reported = complaints.mine(telling.cast.residents[first.author].id, limit=100).items
    there = (each for each in reported if each.address_id == first.house.id)
    same = (
        each for each in there if each.topic == first.topic.code and each.state in complaints.OPEN
    )
    return next((each.reference for each in same), None)


def _go_on(telling: Telling) -> None:
    _publish(telling)
    _work(telling)


def _publish(telling: Telling) -> None:
    by = telling.cast.moderator
    telling.complaint = complaints.publish(telling.reference, by=by, at=telling.passes(0.5, 14))
    for number in telling.story.joined:
        joining = telling.cast.residents[number]
        telling.complaint = complaints.support(
            telling.reference, by=joining, at=telling.passes(0.2, 5)
        )


def _work(telling: Telling) -> None:
    ending = telling.story.ending
    if ending in ANSWERED:
        _answer_and_hear(telling)
    elif ending in STEPS:
        STEPS[ending](telling)


def _answer_and_hear(telling: Telling) -> None:
    """The agency answers; the residents deny it as often as the story has it, or confirm."""
    ending = telling.story.ending
    if telling.lot.random() < OFTEN:
        _acknowledge(telling)
    if telling.lot.random() < OFTEN:
        _start(telling)
    _answer(telling)
    for denial in range(DENIALS.get(ending, 0)):
        _deny(telling)
        if ending == E.MENDED_AGAIN or denial + 1 < DENIALS[ending]:
            _answer(telling)
    LAST.get(ending, _nothing)(telling)


def _nothing(telling: Telling) -> None:
    """It is as far as it has come."""


def _confirm(telling: Telling) -> None:
    at = telling.passes(4, 150)
    telling.complaint = complaints.confirm(telling.reference, by=telling.author, at=at)


def _find_solved(telling: Telling) -> None:
    _settle(telling, telling.cast.words.findings.solved, solved=True)


def _find_unsolved(telling: Telling) -> None:
    """The public check says the same as the residents; then it is done, and they confirm it."""
    _settle(telling, telling.cast.words.findings.unsolved, solved=False)
    _answer(telling)
    _confirm(telling)


def _settle(telling: Telling, words: Sequence[Text], *, solved: bool) -> None:
    note, by, at = telling.says(words), telling.cast.moderator, telling.passes(30, 200)
    telling.complaint = complaints.settle(telling.reference, solved=solved, note=note, by=by, at=at)


def _acknowledge(telling: Telling) -> None:
    at = telling.passes(2, 30)
    telling.complaint = complaints.acknowledge(telling.reference, by=telling.agency, at=at)


def _start(telling: Telling) -> None:
    telling.complaint = complaints.start(
        telling.reference, by=telling.agency, at=telling.passes(3, 40)
    )


def _answer(telling: Telling) -> None:
    """In most cases within the term, which counts working days: weekends lengthen it."""
    term = telling.story.topic.sla_working_days * 24
    at = telling.passes(term * 0.1, term * 1.2)
    _alarms(telling, at)
    note = telling.says(telling.cast.words.repairs[telling.story.scene or "other"])
    for _ in range(SHOTS):
        try:
            telling.complaint = complaints.answer(
                telling.reference, note=note, photos=telling.proof(), by=telling.agency, at=at
            )
        except Invalid as error:
            if not all(field.startswith("photos.") for field in error.fields):
                raise
            continue  # it has come out as one that was shown before: take another one
        return
    raise AssertionError(f"{telling.story.key}: no photo of the repair is like no other")


def _deny(telling: Telling) -> None:
    note, at = telling.says(telling.cast.words.denials), telling.passes(6, 120)
    telling.complaint = complaints.deny(
        telling.reference, note=note, photos=[], by=telling.author, at=at
    )


def _begin(telling: Telling) -> None:
    _acknowledge(telling)
    _start(telling)


def _schedule(telling: Telling) -> None:
    _acknowledge(telling)
    at = telling.passes(5, 40)
    day = at.date() + timedelta(days=telling.lot.randint(4, 14))
    note = telling.says(telling.cast.words.schedules)
    telling.complaint = complaints.schedule(
        telling.reference, on=day, note=note, by=telling.agency, at=at
    )


def _forward(telling: Telling) -> None:
    to = ELSEWHERE.get(telling.complaint.agency, ANYONE_ELSE)
    note = telling.says(telling.cast.words.forwards)
    at = telling.passes(2, 20)
    telling.complaint = complaints.forward(
        telling.reference, agency=to, note=note, by=telling.agency, at=at
    )


def _ask(telling: Telling) -> None:
    _acknowledge(telling)
    question, at = telling.says(telling.cast.words.questions), telling.passes(2, 20)
    telling.complaint = complaints.ask(
        telling.reference, question=question, by=telling.agency, at=at
    )


def _explain(telling: Telling) -> None:
    _ask(telling)
    answer, at = telling.says(telling.cast.words.explanations), telling.passes(3, 40)
    telling.complaint = complaints.answer_question(
        telling.reference, answer=answer, by=telling.author, at=at
    )
    _start(telling)


def _disclaim(telling: Telling) -> None:
    note, at = telling.says(telling.cast.words.not_responsible), telling.passes(10, 60)
    who = telling.says(telling.cast.words.others)
    telling.complaint = complaints.not_responsible(
        telling.reference, who=who, note=note, by=telling.agency, at=at
    )


def _decline(telling: Telling) -> None:
    note, at = telling.says(telling.cast.words.no_action), telling.passes(20, 90)
    telling.complaint = complaints.no_action(telling.reference, note=note, by=telling.agency, at=at)


def _withdraw(telling: Telling) -> None:
    telling.complaint = complaints.withdraw(
        telling.reference, by=telling.author, at=telling.passes(5, 50)
    )


def _alarms(telling: Telling, until: datetime) -> None:
    """What the platform does of itself on the mornings until then, deadline after deadline."""
    while (day := telling.complaint.next_alarm_on) and day <= until.date():
        morning = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        telling.complaint = complaints.meet(telling.reference, at=min(morning, until))
        if telling.complaint.next_alarm_on == day:
            return


AT_THE_DESK: dict[Ending, Callable[[Telling], None]] = {  # all others are published
    E.NEW: _nothing,
    E.REJECTED: _reject,
    E.DUPLICATE: _merge,
}
LAST: dict[Ending, Callable[[Telling], None]] = {
    E.CONFIRMED: _confirm,
    E.MENDED_AGAIN: _confirm,
    E.FOUND_SOLVED: _find_solved,
    E.FOUND_UNSOLVED: _find_unsolved,
}
STEPS: dict[Ending, Callable[[Telling], None]] = {
    E.ACKNOWLEDGED: _acknowledge,
    E.STARTED: _begin,
    E.SCHEDULED: _schedule,
    E.FORWARDED: _forward,
    E.ASKED: _ask,
    E.EXPLAINED: _explain,
    E.NOT_RESPONSIBLE: _disclaim,
    E.NO_ACTION: _decline,
    E.WITHDRAWN: _withdraw,
}
