"""What is written to who has left a draft lying: the link when they ask for it, and two reminders.
To a guest a letter goes only where they said (`guest_letters`)."""

from datetime import date, datetime

from pynamodb.transactions import TransactWrite

from chalicelib import services, workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications import quotas
from chalicelib.domain.applications.draft_keeping import (
    check_seen,
    is_guests,
    known,
    last_alarm,
)
from chalicelib.domain.keeping import keep
from chalicelib.models.application import ApplicationDraft, ApplicationEvent
from chalicelib.models.event import new_part

NOT_SENT = "this letter could not be sent: try once more"


def send_link(draft: ApplicationDraft, *, by: Actor, at: datetime) -> None:
    """A letter to oneself with the link by which it is gone on with; `TooMany` after ten a day."""
    check_seen(draft, None)
    event = told(draft, "kept", at=at, day=workdays.day_of(draft.expires_at), concerns=by.id)

    def fill(write: TransactWrite) -> None:
        write.save(event, condition=ApplicationEvent.part.does_not_exist())
        quotas.LETTERS.using(write, by.id, at=at)

    with quotas.LETTERS.explaining(by.id, at=at):
        keep(fill, otherwise=NOT_SENT)


def remind(draft: str, *, at: datetime) -> bool:
    """Tell who left it lying for seven days, and once more five days before it goes; whether
    anybody was told. Asked twice, they are told once."""
    found, today = known(draft), workdays.day_of(at)
    if found is None or found.submitted_as or found.expires_at <= at:
        return False
    if found.next_alarm_on is None or found.next_alarm_on > today:
        return False
    last, event = last_alarm(found), _reminder(found, at=at)
    alarm = ApplicationDraft.next_alarm_on
    next_one = alarm.set(last) if event and today < last else alarm.remove()

    def fill(write: TransactWrite) -> None:
        write.update(found, actions=[next_one])
        if event:
            write.save(event, condition=ApplicationEvent.part.does_not_exist())

    keep(fill, otherwise="this application has changed meanwhile")
    return event is not None


def told(
    draft: ApplicationDraft, kind: str, *, at: datetime, day: date, concerns: str | None = None
) -> ApplicationEvent:
    """What a person is told of their own draft: which service it is for, and until when it lies."""
    title = services.service(draft.service).title
    return ApplicationEvent(
        entity=draft.id,
        part=new_part(at),
        kind=f"application.{kind}",
        at=at,
        concerns={concerns} if concerns else None,
        facts={
            "service": draft.service,
            "title_ru": title.ru,
            "title_en": title.en,
            "day": day.isoformat(),
        },
    )


def _reminder(draft: ApplicationDraft, *, at: datetime) -> ApplicationEvent | None:
    """None to a guest who has left no address."""
    goes = workdays.day_of(draft.expires_at)
    if not is_guests(draft):
        return told(draft, "waits", at=at, day=goes, concerns=draft.person)
    return told(draft, "guest_waits", at=at, day=goes) if draft.letter else None
