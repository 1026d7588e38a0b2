"""Appointments for calendar programs, over HTTP."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from chalice.app import Response

from chalicelib.domain import appointments, calendars
from chalicelib.domain.appointments import Appointment

TYPE = "text/calendar; charset=utf-8"


def file(found: Appointment, *, at: datetime, language: str) -> Response:
    return _answer(calendars.file(_entry(found, language), at=at, language=language))


def feed(found: Iterable[Appointment], *, at: datetime, language: str, name: str) -> Response:
    entries = [_entry(each, language) for each in found]
    return _answer(calendars.feed(entries, at=at, language=language, name=name))


def _entry(found: Appointment, language: str) -> calendars.Entry:
    return calendars.entry(found.reference, appointments.facts_of(found), language)


def _answer(content: str) -> Response:
    headers: dict[str, Any] = {"Content-Type": TYPE, "Cache-Control": "private, no-store"}
    return Response(content, headers, HTTPStatus.OK)
