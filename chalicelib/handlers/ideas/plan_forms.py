"""The steps in which a project is composed: what each of them asks, and what comes of a form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from chalicelib.domain.ideas import Doing, Mode, Phase, Plan, Promise, Rating, Type
from chalicelib.domain.ideas.plans import NO_DATE, new_phase, thinkable
from chalicelib.edge import fields
from chalicelib.edge.fields import Typed
from chalicelib.messages import Message, say


class Step(NamedTuple):
    """A page on which a part of the plan is written; ``fields`` are those of a plan."""

    name: str
    title: Message
    fields: tuple[str, ...]
    read: Callable[[Typed, Plan], dict[str, Any]]


def steps() -> dict[str, Step]:
    """In the order in which they are gone through."""
    made = (
        Step(
            "words",
            say("What the project is about"),
            ("title", "goal", "agency", "area", "tags"),
            _words,
        ),
        Step("promise", say("What the agency promises"), ("promise",), _promise),
    )
    return {step.name: step for step in made}


def changed(plan: Plan, step: str, typed: Typed) -> Plan:
    """The plan with what was written in a step."""
    return msgspec.structs.replace(plan, **steps()[step].read(typed, plan))


def with_phase(plan: Plan, number: int, typed: Typed) -> Plan:
    """The plan with one phase in its place; a new one if there is none with this number."""
    written = list(plan.phases)
    before = written[number] if number < len(written) else None
    written[number : number + 1] = [_phase(typed, before or new_phase(plan, Type.IDEAS))]
    return msgspec.structs.replace(plan, phases=tuple(written))


def without_phase(plan: Plan, number: int) -> Plan:
    kept = plan.phases[:number] + plan.phases[number + 1 :]
    return msgspec.structs.replace(plan, phases=kept)


def step_of(field: str, plan: Plan) -> str:
    """On which page a field is written: ``title.en`` on «words», a phase on its own."""
    name, _, rest = field.partition(".")
    if name == "phases":
        return f"phases/{_number(plan, rest) or 1}"
    found = (step.name for step in steps().values() if name in step.fields)
    return next(found, "words")


def label_of(field: str, plan: Plan) -> Message:
    """What a field is called where its page is not at hand."""
    name, _, rest = field.partition(".")
    if name == "phases":
        number = _number(plan, rest)
        return say("Phase %(number)s", number=number) if number else say("Phases")
    title = LABELS.get(field.removesuffix(".ru").removesuffix(".en"), say("The project"))
    language = LANGUAGES.get(rest.rpartition(".")[2])
    return say("%(what)s, %(language)s", what=title, language=language) if language else title


LANGUAGES = {"ru": say("in Russian"), "en": say("in English")}
LABELS = {
    "title": say("Title"),
    "goal": say("What it is for"),
    "agency": say("Agency"),
    "area": say("Part of the city"),
    "ideas_each": say("Ideas from one person"),
    "tags": say("Tags"),
    "promise.results": say("What is done with the results"),
    "promise.within": say("Days until every idea is answered"),
    "promise.budget": say("Money set aside"),
}


def _number(plan: Plan, rest: str) -> int:
    """Which of the phases a field is of, from one; nought if it is of none."""
    names = [phase.id for phase in plan.phases]
    name = rest.partition(".")[0]
    return names.index(name) + 1 if name in names else 0


def _words(typed: Typed, plan: Plan) -> dict[str, Any]:
    return {
        "title": fields.both(typed, "title"),
        "goal": fields.both(typed, "goal"),
        "agency": fields.text(typed, "agency") or plan.agency,
        "area": fields.text(typed, "area"),
        "ideas_each": fields.number(typed, "ideas_each", plan.ideas_each),
        "tags": tuple(fields.text(typed, "tags").split(",")),
    }


def _promise(typed: Typed, plan: Plan) -> dict[str, Any]:
    before = plan.promise
    promised = Promise(
        fields.both(typed, "results"),
        fields.number(typed, "within", before.within),
        fields.number(typed, "budget", 0),
    )
    return {"promise": promised}


def _phase(typed: Typed, before: Phase) -> Phase:
    type = Type(fields.one_of(typed, "type", before.type, tuple(Type)))
    ticked = fields.texts(typed, "allows")
    return Phase(
        before.id,
        type,
        _moment(typed, "opens_at"),
        _moment(typed, "closes_at"),
        fields.both(typed, "text"),
        tuple(doing for doing in Doing if doing in ticked),
        _rating(typed),
        fields.text(typed, "beside") == "yes",
    )


def _moment(typed: Typed, name: str) -> datetime | None:
    moment = fields.moment(typed, name)
    if not thinkable(moment):
        typed.wrong[name] = NO_DATE
    return moment


def _rating(typed: Typed) -> Rating | None:
    mode = fields.text(typed, "mode")
    if mode not in tuple(Mode):
        return None
    least, floor = (fields.number(typed, name, 0) for name in ("least", "floor"))
    return Rating(Mode(mode), fields.number(typed, "limit", 0), least, floor)
