"""The opinion map's files, for anybody to draw another one: in the columns of a Polis export, with
a description for programs.

1 is agree, 0 pass, -1 disagree; Polis itself reckons with the opposite sign and exports this one.
Voters have numbers that are drawn with a secret of the map, and authors of statements others:
whoever is known to have written something is found among no voters. When somebody answered is told
to the hour.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import msgspec

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain.datasets import FRESH_FOR, IN_MEMORY, LICENCE, PACKAGE, SUMS, Column, line
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.opinions import Map, files_of
from chalicelib.domain.ideas.voices import HOUR, Answers
from chalicelib.models.project import Project
from chalicelib.outbound import storage

CSV = "text/csv; charset=utf-8"
MODERATED = 1  # read by a moderator, and published
WHEN: tuple[Column, ...] = (
    ("timestamp", "integer", "Seconds since 1970, to the hour"),
    ("datetime", "string", "The same, to be read"),
)
NUMBER: Column = ("comment-id", "integer", "Number of the statement, by when it was published")
COLUMNS: dict[str, tuple[Column, ...]] = {
    "summary.csv": (
        ("name", "string", "What is told; the file has no line of names"),
        ("value", "string", "What it is"),
    ),
    "comments.csv": (
        *WHEN,
        NUMBER,
        ("author-id", "integer", "Number of the author; it is nobody's number as a voter"),
        ("agrees", "integer", "How many agree"),
        ("disagrees", "integer", "How many disagree"),
        ("moderated", "integer", "1: read by a moderator, and published"),
        ("comment-body", "string", "The statement"),
    ),
    "votes.csv": (
        *WHEN,
        NUMBER,
        ("voter-id", "integer", "Number of the voter, drawn for this file"),
        ("vote", "integer", "1 agree, 0 pass, -1 disagree"),
    ),
}
KEYS = {"summary.csv": ["name"], "comments.csv": ["comment-id"]}
KEYS["votes.csv"] = ["comment-id", "voter-id"]


def publish(project: Project, answers: Answers, made: Map, *, salt: str, at: datetime) -> None:
    """Write all files; sums come last, and say that the rest is there."""
    parts = {
        "summary.csv": _summary(project, answers, made),
        "comments.csv": _comments(answers, salt, at),
        "votes.csv": votes(answers, salt),
    }
    with ExitStack() as closing:
        sums = {}
        for name, lines in parts.items():
            file = closing.enter_context(SpooledTemporaryFile(IN_MEMORY))
            sums[name] = _written(file, lines)
            _put(project.id, name, file, CSV)
    described = msgspec.json.encode(_package(project, sums))
    _put(project.id, PACKAGE, described, "application/json")
    listed = "".join(f"{digest}  {name}\n" for name, (_, digest) in sums.items())
    _put(project.id, SUMS, listed.encode(), "text/plain; charset=utf-8")


def _summary(project: Project, answers: Answers, made: Map) -> Iterator[bytes]:
    plan = plan_of(project)
    authors = {one.person for one in answers.statements if one.person}
    told = {
        "topic": plan.title.en,
        "url": f"{settings.portal_url}/projects/{project.id}",
        "voters": made.voters,
        "voters-in-conv": made.people,
        "commenters": len(authors),
        "comments": made.statements,
        "groups": len(made.groups),
        "conversation-description": plan.goal.en,
    }
    return (line(each) for each in told.items())


def _comments(answers: Answers, salt: str, at: datetime) -> Iterator[bytes]:
    yield _names("comments.csv")
    authors = _drawn({one.person or "" for one in answers.statements}, f"{salt}#authors")
    for number, (one, given) in enumerate(zip(answers.statements, answers.given, strict=True)):
        when = _when(int((one.since or at).timestamp()) // HOUR)
        agree, disagree = given.what.count(1), given.what.count(-1)
        author = authors[one.person or ""]
        yield line((*when, number, author, agree, disagree, MODERATED, one.text))


def votes(answers: Answers, salt: str) -> Iterator[bytes]:
    yield _names("votes.csv")
    drawn = _drawn(answers.people, salt)
    numbers = [drawn[person] for person in answers.people]
    for number, given in enumerate(answers.given):
        each = zip(given.who, given.what, given.hour, strict=True)
        rows = sorted((numbers[who], what, hour) for who, what, hour in each)
        for voter, what, hour in rows:  # numbers alone: nothing in them has to be quoted
            moment, told = _when(hour)
            yield f"{moment},{told},{number},{voter},{what}\r\n".encode()


def _names(file: str) -> bytes:
    return line(name for name, _, _ in COLUMNS[file])


def _drawn(people: Iterable[str], salt: str) -> dict[str, int]:
    """Numbers that say nothing of who has which, and are the same for the same people."""
    secret = salt.encode()
    order = sorted(
        people, key=lambda person: hmac.new(secret, person.encode(), hashlib.sha256).digest()
    )
    return {person: number for number, person in enumerate(order)}


def _when(hour: int) -> tuple[int, str]:
    moment = datetime.fromtimestamp(hour * HOUR, UTC)
    return hour * HOUR, f"{moment:%a %b %d %Y %H:%M:%S} GMT+0000 (UTC)"


def _written(file: IO[bytes], lines: Iterable[bytes]) -> tuple[int, str]:
    """How many bytes they are, and their SHA-256; the file is at its beginning again."""
    digest, size = hashlib.sha256(), 0
    for each in lines:
        file.write(each)
        digest.update(each)
        size += len(each)
    file.seek(0)
    return size, digest.hexdigest()


def _put(project: str, name: str, content: bytes | IO[bytes], kind: str) -> None:
    place = files_of(project).removeprefix("/") + name
    storage.put(settings.data_bucket, place, content, kind=kind, fresh_for=FRESH_FOR)


def _package(project: Project, sums: dict[str, tuple[int, str]]) -> dict[str, Any]:
    """As Frictionless Data Package v1 has it."""
    city = catalogue.city()
    return {
        "profile": "data-package",
        "name": project.id.lower(),
        "title": f"Opinion map: {plan_of(project).title.en}, {city.name.en}",
        "description": f"{city.notice.en} Votes: 1 agree, 0 pass, -1 disagree.",
        "homepage": f"{settings.portal_url}/projects/{project.id}/opinions",
        "licenses": [LICENCE],
        "resources": [
            _resource(name, COLUMNS[name], size, digest) for name, (size, digest) in sums.items()
        ],
    }


def _resource(name: str, columns: Sequence[Column], size: int, digest: str) -> dict[str, Any]:
    fields = [{"name": n, "type": kind, "description": what} for n, kind, what in columns]
    return {
        "profile": "tabular-data-resource",
        "name": name.replace(".", "-"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"header": name != "summary.csv"},
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": {"fields": fields, "primaryKey": KEYS[name], "missingValues": [""]},
    }
