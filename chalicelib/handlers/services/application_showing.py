"""What pages show of one application: how far it is, what was told, asked and decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from chalicelib import forms, services, workdays
from chalicelib.domain import answers
from chalicelib.domain.applications import (
    Application,
    ApplicationEvent,
    Case,
    offers,
    rules,
    stages,
)
from chalicelib.edge.call import Call
from chalicelib.forms import Form

Kept = Mapping[str, Any]


class Line(NamedTuple):
    """A question with its answer. ``source`` says where that was taken from, if nobody typed it,
    and ``register`` what a register says otherwise. ``files`` are ids of what is attached."""

    label: str
    text: str
    files: Sequence[str]
    source: str | None
    register: str | None


class Part(NamedTuple):
    """Lines under a title; under none, if each says by itself what it is about."""

    title: str | None
    lines: list[Line]


class Reason(NamedTuple):
    """Why it is refused, by which rule; ``field`` is the question whose answer has to be mended."""

    title: str
    clause: str
    field: str | None
    text: str | None


class Question(NamedTuple):
    text: str
    about: str | None  # the question of the form that it is about
    answer: str | None


class Request(NamedTuple):
    """What an officer asked at one time."""

    until: date
    questions: list[Question]
    files: Sequence[str]
    answered: bool


class Cosigner(NamedTuple):
    email: str
    state: str
    until: date


def common(call: Call, case: Case) -> dict[str, Any]:
    """What every page about an application has at hand."""
    application, today = case.application, workdays.day_of(call.at)
    form = forms.form(application.form, int(application.form_version))
    proposal, made = application.proposal or {}, offers.is_handed_over(application)
    return {
        "application": application,
        "history": case.history,
        "may": case.may,
        "party": case.party,
        "form": form,
        "service": services.service(application.service),
        "authority": services.name("authority", application.authority)[call.language],
        "contact": services.authority(application.authority),
        "made": made,
        "progress": stages.progress(application, case.history, handed_over=made, today=today),
        "escalations": escalations(case.history),
        "told": told(application, form, call.language),
        "requests": requests(application, form, call.language),
        "proposal": proposal,
        "reasons": reasons(
            form, application.reasons or proposal.get("reasons") or (), call.language
        ),
        "cosigners": [
            Cosigner(one["email"], one["state"], date.fromisoformat(one["until"]))
            for one in application.cosigners or ()
        ],
        "appeal_until": until(application.decided_on, rules.APPEALED_WITHIN),
        "reopen_until": until(application.expired_on, rules.REOPENED_WITHIN),
    }


def told(application: Application, form: Form, language: str) -> list[Part]:
    """All that was told, in the form's order; nothing, once it is forgotten."""
    if application.answers is None:
        return []
    sources = application.sources or {}
    files = {filed.name: filed.ids for filed in answers.files(form, application.answers)}
    known = register(application, form, language)
    parts: list[Part] = []
    for step in answers.rows(form, application.answers, language):
        lines = [
            Line(
                line.label,
                line.text,
                files.get(line.name, ()),
                sources.get(line.name),
                known.get(line.name),
            )
            for line in step.lines
        ]
        title = None if [line.label for line in lines] == [step.title] else step.title
        if title is None and parts and parts[-1].title is None:
            parts[-1].lines.extend(lines)
        else:
            parts.append(Part(title, lines))
    return parts


def register(application: Application, form: Form, language: str) -> dict[str, str]:
    """What a register says of what the person says otherwise, by the names of the answers."""
    corrected: Kept = application.corrected or {}
    said = answers.rows(form, {**application.answers, **corrected}, language)
    return {line.name: line.text for part in said for line in part.lines if line.name in corrected}


def reasons(form: Form, kept: Iterable[Kept], language: str) -> list[Reason]:
    named = labels(form, language)
    return [
        Reason(
            one["title"][language], one["clause"][language], named.get(one["field"]), one["text"]
        )
        for one in kept
    ]


def requests(application: Application, form: Form, language: str) -> list[Request]:
    """All that was asked, the last one last."""
    named = labels(form, language)
    return [
        Request(
            date.fromisoformat(one["until"]),
            [
                Question(each["text"], named.get(each.get("field")), given.get(str(n)))
                for n, each in enumerate(one["questions"], 1)
            ],
            one.get("files") or (),
            bool(given),
        )
        for one in application.asked or ()
        for given in [one.get("answers") or {}]
    ]


def labels(form: Form, language: str) -> dict[str | None, str]:
    """What the form's questions are called, by their codes."""
    return {field.code: field.label[language] for field in form.fields}


def escalations(history: Iterable[ApplicationEvent]) -> list[date]:
    """The days on which the head of the authority was told that it is late."""
    return [workdays.day_of(event.at) for event in history if event.kind.endswith(".escalated")]


def until(day: date | None, within: timedelta) -> date | None:
    return day and day + within


def typed(call: Call, name: str) -> str:
    """What was typed into a field of a form that has as many as it needs."""
    value = call.values.get(name, "")
    return value.strip() if isinstance(value, str) else ""
