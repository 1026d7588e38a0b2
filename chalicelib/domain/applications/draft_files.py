"""The files of a draft, and the place that is kept ready for the next one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import claims, photos
from chalicelib.domain.answers import Answers
from chalicelib.domain.answers import files as filed
from chalicelib.domain.applications.draft_keeping import CHANGED, changing, check_seen, form_of
from chalicelib.domain.keeping import Fill, keep
from chalicelib.domain.photos import Photo, PhotoState, Upload
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.forms import Field, FileType, Form
from chalicelib.messages import Message, say
from chalicelib.models.application import ApplicationDraft
from chalicelib.models.claim import Claim

MOST_FILES = 5  # in answer to one question, if the form does not say fewer
MOST_TOGETHER = 50  # files of one application
MOST_BYTES = 50_000_000
GOOD_FOR = timedelta(hours=12)  # what waits longer than a day is thrown away
TAKES: dict[FileType, Message] = {
    "pdf": say("only PDF documents are taken here: take out the photo and send a PDF"),
    "photo": say("only photos are taken here: take out the PDF and send a photo"),
}
IN_ENTRY = re.compile(r"(?P<group>.+?)-(?P<number>[1-9][0-9]{0,2})-(?P<field>.+)")


class Shown(NamedTuple):
    """What was sent in answer to one question, and where the next file goes; nowhere, once there
    are as many as it takes."""

    field: Field
    files: list[Photo]
    upload: Upload | None


def attached(form: Form, answers: Answers) -> list[str]:
    """The ids of all files in the answers, those in the entries of groups included."""
    return [file for each in filed(form, answers) for file in each.ids]


def files_of(draft: ApplicationDraft) -> dict[str, Photo]:
    """All that was sent with it, by id; nothing that is somebody else's."""
    wanted = dict.fromkeys(attached(form_of(draft), draft.answers))
    return {file.id: file for file in photos.find(wanted) if _is_of(draft, file)}


def file_of(draft: ApplicationDraft, file: str) -> str:
    """Where a file of the draft can be seen, for some minutes; `NotFound` if it is none of its."""
    if file in set(attached(form_of(draft), draft.answers)):
        for found in photos.find([file]):
            if _is_of(draft, found) and found.state == PhotoState.READY:
                return photos.lend(found)
    raise NotFound("there is no such file")


def check_files(draft: ApplicationDraft, form: Form, given: Answers, *, by: Actor) -> list[str]:
    """Those that are attached by sending these answers; `Invalid` unless all are there, were
    looked at, are of the types that are taken, and not too much together.

    What was taken over from the application that it mends belongs to that one, and is in both.
    """
    ids = attached(form, given)
    if len(ids) > MOST_TOGETHER:
        raise _wrong("files", say("an application has %(most)s files at most", most=MOST_TOGETHER))
    whose = as_owner(draft, by)
    found = photos.check(ids, by=whose, field="files", private=True, of=draft.fixes)
    if wrong := mistyped(form, given, found):
        raise Invalid(fields=wrong)
    if sum(int(file.bytes or 0) for file in found) > MOST_BYTES:
        raise _wrong("files", say("all files together are larger than 50 MB: take one out"))
    return [file.id for file in found if not file.attached_to]


def as_owner(draft: ApplicationDraft, by: Actor) -> Actor:
    """Who sends files for an organisation sends them in its name: others who act for it go on."""
    return replace(by, id=draft.owner)


def shown(draft: ApplicationDraft, name: str, *, by: Actor, at: datetime, back_to: str) -> Shown:
    """The files of one question, by the name that its page's form has for it. The next one goes to
    the place that is kept for it, until one has come there."""
    field, answer = _place(draft, name)
    ids = [*answer, *([draft.invited] if draft.invited else [])]
    found = {file.id: file for file in photos.find(ids) if _is_of(draft, file)}
    files = [found[file] for file in answer if file in found]
    if len(answer) >= most_of(field):
        return Shown(field, files, None)
    waiting = found.get(draft.invited or "")
    if waiting and _still_good(waiting, field, at):
        return Shown(field, files, photos.invitation(waiting.id, back_to, takes=only(field)))
    return Shown(field, files, invite(draft, name, by=by, at=at, back_to=back_to))


def invite(
    draft: ApplicationDraft,
    name: str | None = None,
    *,
    by: Actor,
    at: datetime,
    back_to: str | None = None,
    key: str | None = None,
) -> Upload:
    """Be invited to send one more file, of a type that the question of this ``name`` takes; it is
    attached by being named in an answer. With the same ``key`` again it is the same file."""
    takes = only(_question(draft, name)) if name else None
    following = photos.new(by=as_owner(draft, by), at=at, private=True, takes=takes)
    fill = _filling(draft, [ApplicationDraft.invited.set(following.id)], following, at=at)
    claim = _claim(draft, name, following, key, by=by, at=at) if key else None
    before = claims.keep_once(fill, claim, at=at, otherwise=CHANGED)
    return photos.invitation(before or following.id, back_to, takes=takes)


def _claim(
    draft: ApplicationDraft, name: str | None, file: Photo, key: str, *, by: Actor, at: datetime
) -> Claim:
    about, within = f"{draft.id} {name or ''}", "application files"
    return claims.claim(about, key, within=within, person=by.id, at=at, reference=file.id)


def add_file(
    draft: ApplicationDraft, name: str, file: str, *, by: Actor, at: datetime
) -> ApplicationDraft:
    """One more in answer to a question; adding it twice is adding it. The next one is invited with
    it, so that whoever looks at the files writes nothing."""
    check_seen(draft, None)
    field, answer = _place(draft, name)
    if file in answer:
        return draft
    if len(answer) >= most_of(field):
        raise Conflict("%(most)s files are the most that this question takes", most=most_of(field))
    whose, takes = as_owner(draft, by), only(field)
    following = photos.new(by=whose, at=at, private=True, takes=takes)
    answers = _with(draft, name, [*answer, file])
    changes = [
        ApplicationDraft.answers.set(answers),
        ApplicationDraft.invited.set(following.id),
    ]
    keep(_filling(draft, changes, following, at=at), otherwise=CHANGED)
    return draft


def remove_file(draft: ApplicationDraft, name: str, file: str, *, at: datetime) -> ApplicationDraft:
    """Taken out of the answer, and thrown away within a day if it belongs to nothing else."""
    check_seen(draft, None)
    _, answer = _place(draft, name)
    left = [kept for kept in answer if kept != file]
    answers = _with(draft, name, left)
    taken_out = [ApplicationDraft.answers.set(answers)]
    keep(_filling(draft, taken_out, None, at=at), otherwise=CHANGED)
    photos.give_up([file])
    return draft


def settled(draft: ApplicationDraft, name: str) -> None:
    """`Invalid`, by the question’s name, while one of its files is not looked at yet, or cannot be
    taken."""
    field, answer = _place(draft, name)
    found = [file for file in photos.find(answer) if _is_of(draft, file)]
    states = {file.state for file in found}
    if PhotoState.REFUSED in states:
        raise _wrong(name, say("take out the file that could not be taken"))
    if PhotoState.WAITING in states:
        raise _wrong(name, say("a file is still being checked: wait a few seconds, then go on"))
    if takes := _other_type(field, found):
        raise _wrong(name, TAKES[takes])


def mistyped(form: Form, answers: Answers, found: Iterable[Photo]) -> dict[str, Message]:
    """The questions that take no files of the type that was attached, by their names, with what is
    to be done; of what was not looked at yet nobody knows the type."""
    known = {file.id: file for file in found}
    asked = ((each, [known[id] for id in each.ids if id in known]) for each in filed(form, answers))
    wrong = ((each.name, _other_type(each.field, files)) for each, files in asked)
    return {name: TAKES[takes] for name, takes in wrong if takes}


def only(field: Field) -> FileType | None:
    """The one type of file that the question takes; None if it takes either."""
    return field.types[0] if len(field.types) == 1 else None


def _other_type(field: Field, found: Iterable[Photo]) -> FileType | None:
    """The type that the question takes, if one of the files is of the other."""
    takes = only(field)
    types = {"pdf" if file.kind == photos.PDF else "photo" for file in found if file.kind}
    return takes if takes and types - {takes} else None


def _still_good(waiting: Photo, field: Field, at: datetime) -> bool:
    """Whether the place that was kept can be used for this question."""
    fresh = waiting.state == PhotoState.WAITING and waiting.uploaded_at > at - GOOD_FOR
    return bool(fresh and waiting.takes == only(field))


def most_of(field: Field) -> int:
    return field.most or MOST_FILES


def _is_of(draft: ApplicationDraft, file: Photo) -> bool:
    return bool(file.owner == draft.owner)


def _place(draft: ApplicationDraft, name: str) -> tuple[Field, list[str]]:
    """The question of this name, and the ids that answer it; `NotFound` if there is none."""
    fields: Sequence[Field] = form_of(draft).fields
    answers, code = draft.answers, name
    if inner := IN_ENTRY.fullmatch(name):
        fields, answers = _entry(fields, answers, inner["group"], int(inner["number"]))
        code = inner["field"]
    field = next((each for each in fields if each.code == code and each.kind == "file"), None)
    if field is None:
        raise NotFound("there is no such question")
    given = answers.get(code)
    return field, given if isinstance(given, list) else []


def _question(draft: ApplicationDraft, name: str) -> Field:
    """The same, named by a program."""
    try:
        return _place(draft, name)[0]
    except NotFound:
        raise _wrong("field", say("the form has no such field")) from None


def _entry(
    fields: Sequence[Field], answers: Answers, code: str, number: int
) -> tuple[Sequence[Field], Answers]:
    entries = answers.get(code)
    group = next((each for each in fields if each.code == code and each.fields), None)
    if group is None or not isinstance(entries, list) or number > len(entries):
        raise NotFound("there is no such question")
    return group.fields, entries[number - 1]


def _with(draft: ApplicationDraft, name: str, files: list[str]) -> Answers:
    """The answers with these files in the place of this name; without it, if there are none."""
    answers: Answers = msgspec.json.decode(msgspec.json.encode(draft.answers))
    place, code = answers, name
    if inner := IN_ENTRY.fullmatch(name):
        place, code = answers[inner["group"]][int(inner["number"]) - 1], inner["field"]
    place.pop(code, None)
    if files:
        place[code] = files
    return answers


def _wrong(name: str, why: Message) -> Invalid:
    return Invalid(fields={name: why})


def _filling(
    draft: ApplicationDraft, changes: Sequence[Any], following: Photo | None, *, at: datetime
) -> Fill:
    def fill(write: TransactWrite) -> None:
        if following:
            photos.inviting(write, following)
        changing(write, draft, changes, at=at)

    return fill
