"""Let people apply for services, and officers decide, through the doors that the domain has for
all."""

from collections.abc import Callable
from datetime import datetime

from chalicelib import services
from chalicelib.actors import SYSTEM
from chalicelib.domain import applications
from chalicelib.domain.answers import visible
from chalicelib.domain.applications import Application, Outcome, State, drafts
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.forms import Field, Form
from city import enclosures, samples
from city.photos import photo
from city.samples import Answers, Ending, Sample, Story
from city.telling import Cast, Telling

E = Ending


def tell(story: Story, cast: Cast, *, now: datetime) -> Application | None:
    """Let one story happen up to its ending; the application, if it came to one."""
    telling = Telling(story, cast, now=now)
    if story.ends is E.DRAFT:
        _begin(telling)
        return None
    _apply(telling)
    for step in PLANS[story.ends]:
        step(telling)
    telling.wakes(until=now)
    return telling.application


def _begin(telling: Telling) -> None:
    """A draft whose questions are answered until the first document is asked for."""
    draft = _draft(telling)
    form = drafts.form_of(draft)
    given = samples.answers(telling.sample, form, telling.applicant(), telling.today)
    for step in visible(form, given).steps:
        if any(field.kind == "file" for field in step.fields):
            return
        answered = {field.code: given[field.code] for field in step.fields if field.code in given}
        draft = drafts.put(draft, step.code, answered, at=telling.passes())


def _apply(telling: Telling, *, fixes: str | None = None, appeals: str | None = None) -> None:
    """Begun, filled in, sent and registered."""
    draft = _draft(telling, fixes=fixes, appeals=appeals)
    given = _filled(telling, draft)
    draft = drafts.put_all(draft, given, at=telling.passes()).draft
    telling.application = drafts.submit(draft, by=telling.by, at=telling.at)
    telling.attended()


def _draft(
    telling: Telling, *, fixes: str | None = None, appeals: str | None = None
) -> ApplicationDraft:
    service = telling.sample.service or telling.case.service
    form = drafts.form_to_begin(services.service(service), today=telling.today)
    return drafts.begin(
        service,
        by=telling.by,
        at=telling.at,
        answers=samples.probed(telling.sample, form),
        fixes=fixes,
        appeals=appeals,
    )


def _filled(telling: Telling, draft: ApplicationDraft) -> Answers:
    """What was known and is told now; a document to be mended is sent anew."""
    form, again = drafts.form_of(draft), draft.to_mend or {}
    files = {field.code for field in form.fields if field.kind == "file"}
    kept = {code: a for code, a in draft.answers.items() if code not in files & again.keys()}
    mended = draft.fixes is not None
    given = samples.answers(telling.sample, form, telling.applicant(), telling.today, mended=mended)
    return {**given, **_enclosed(telling, form, kept | given, of=draft.owner)}


def _enclosed(telling: Telling, form: Form, given: Answers, *, of: str) -> Answers:
    """The files that are asked for and not there yet, by field."""
    asked = (field for step in visible(form, given).steps for field in step.fields)
    return {
        field.code: [telling.sends(content, of=of) for content in _drawn(telling.sample, field)]
        for field in asked
        if field.kind == "file" and field.required and field.code not in given
    }


def _drawn(sample: Sample, field: Field) -> list[bytes]:
    """Photos where the sample names scenes, else a page with the question as its title."""
    scenes = sample.photos.get(field.code, ())
    drawn = [photo(scene, mended=False, place=n) for n, scene in enumerate(scenes)]
    return drawn or [enclosures.page(field.label.en)]


def _take(telling: Telling) -> None:
    days = 1 if telling.left > 1 else 0
    telling.act(applications.take, by=telling.officer, days=days)


def _ask(telling: Telling) -> None:
    asked = [{"text": telling.sample.ask or telling.words.ask}]
    telling.act(applications.ask, questions=asked, by=telling.officer, days=1)


def _answer(telling: Telling) -> None:
    told = {1: telling.sample.answer or telling.words.answer}
    telling.passes(3)
    asked_for = enclosures.page("What the officer has asked for")
    files = [telling.sends(asked_for, of=telling.by.id)]
    telling.act(applications.answer, answers=told, files=files, by=telling.by)


def _wait(telling: Telling) -> None:
    """Until what is awaited has not come in time."""
    telling.passes(20)


def _reopen(telling: Telling) -> None:
    telling.act(applications.reopen, by=telling.by, days=2)


def _transfer(telling: Telling) -> None:
    why, other = telling.words.transfer, telling.sample.to
    telling.act(applications.transfer, authority=other, reason=why, by=telling.officer)


def _grant(telling: Telling) -> None:
    by, days = telling.officer, telling.pace
    telling.act(applications.prepare, outcome=Outcome.APPROVED, by=by, days=days)


def _refuse(telling: Telling) -> None:
    reasons = [{"code": telling.sample.refused, "text": telling.sample.why}]
    telling.act(
        applications.prepare,
        outcome=Outcome.REFUSED,
        reasons=reasons,
        by=telling.officer,
        days=telling.pace,
    )


def _send_back(telling: Telling) -> None:
    telling.act(applications.send_back, note=telling.words.send_back, by=telling.head)


def _sign(telling: Telling) -> None:
    days = min(telling.lot.randint(0, 1), telling.left)
    telling.act(applications.sign, by=telling.head, days=days)
    telling.attended()


def _cosign(telling: Telling) -> None:
    """Who was asked to is one of those to sign in as."""
    role, _, _ = telling.case.cosigners[0]["email"].partition("@")
    telling.act(applications.cosign, by=telling.cast.demo[role], days=2)
    telling.attended()


def _produce(telling: Telling) -> None:
    telling.act(applications.produce, by=telling.officer, days=1)


def _make_ready(telling: Telling) -> None:
    where = telling.sample.place or telling.words.place
    telling.act(applications.make_ready, where=where, by=telling.officer, days=3)


def _give(telling: Telling) -> None:
    """Where something is made, it is made and collected; else the platform has ended it."""
    if telling.case.state == State.APPROVED:
        _produce(telling)
        _make_ready(telling)
        telling.act(applications.hand_over, by=telling.officer, days=2)


def _withdraw(telling: Telling) -> None:
    telling.act(applications.withdraw, by=telling.by, days=1)


def _begin_again(telling: Telling) -> None:
    telling.passes(2)
    _draft(telling, fixes=telling.case.reference)


def _mend(telling: Telling) -> None:
    telling.passes(2)
    _apply(telling, fixes=telling.case.reference)


def _appeal(telling: Telling) -> None:
    """From here on it is the appeal that is told of."""
    telling.passes(3)
    telling.sample = telling.cast.written.appeals[telling.sample.language]
    _apply(telling, appeals=telling.case.reference)


def _return(telling: Telling) -> None:
    """From the appeal to what was refused, which is examined once more."""
    telling.application = applications.find(telling.case.appeals, by=SYSTEM)


Step = Callable[[Telling], None]
GRANTED: tuple[Step, ...] = (_take, _grant, _sign)
DENIED: tuple[Step, ...] = (_take, _refuse, _sign)
PLANS: dict[Ending, tuple[Step, ...]] = {
    E.AWAITING_COSIGN: (),
    E.UNSIGNED: (_wait,),
    E.COSIGNED: (_cosign, *GRANTED),
    E.REGISTERED: (),
    E.IN_REVIEW: (_take,),
    E.INFO_REQUESTED: (_take, _ask),
    E.ANSWERED: (_take, _ask, _answer),
    E.EXPIRED: (_take, _ask, _wait),
    E.REOPENED: (_take, _ask, _wait, _reopen),
    E.TRANSFERRED: (_take, _transfer),
    E.DECISION_PENDING: (_take, _grant),
    E.SENT_BACK: (_take, _grant, _send_back),
    E.APPROVED: GRANTED,
    E.IN_PRODUCTION: (*GRANTED, _produce),
    E.READY: (*GRANTED, _produce, _make_ready),
    E.COMPLETED: (*GRANTED, _give),
    E.REFUSED: DENIED,
    E.MENDING: (*DENIED, _begin_again),
    E.MENDED: (*DENIED, _mend, _take),
    E.APPEALED: (*DENIED, _appeal),
    E.DISMISSED: (*DENIED, _appeal, *DENIED),
    E.UPHELD: (*DENIED, _appeal, *GRANTED, _return),
    E.WITHDRAWN: (_take, _withdraw),
}
