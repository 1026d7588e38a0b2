"""Beginning to apply: for a service, to mend what was refused, or to appeal against it. What is
known already is not asked again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import forms, identifiers, services, workdays
from chalicelib.actors import Actor
from chalicelib.domain import accounts, claims, organisations
from chalicelib.domain.accounts import Profile
from chalicelib.domain.answers import same_asked, visible
from chalicelib.domain.applications import audience, quotas, rules
from chalicelib.domain.applications.appeals import appealable
from chalicelib.domain.applications.draft_keeping import KEPT, first_alarm
from chalicelib.domain.applications.draft_keeping import find as find_draft
from chalicelib.domain.applications.finding import find
from chalicelib.domain.applications.moving import illegal
from chalicelib.domain.applications.prefill import Prefilled, Source, prefilled
from chalicelib.domain.applications.rules import Relation, State
from chalicelib.domain.applications.suitability import answered, check_asked, check_suitable
from chalicelib.domain.keeping import keep
from chalicelib.domain.organisations import Organisation, Power
from chalicelib.domain.quotas import Limit
from chalicelib.errors import Conflict, Forbidden
from chalicelib.forms import Form
from chalicelib.models.application import Application, ApplicationDraft, ApplicationEvent
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.event import new_part
from chalicelib.services import Service

APPEAL = "appeal"  # the code of the form by which one appeals
AGAIN = "this could not be begun: try once more"
Counted = tuple[tuple[Limit, str], ...]  # what of a day’s allowance it takes, and whose


class Before(NamedTuple):
    """The refused application that is mended or appealed against."""

    application: Application
    appealed: bool


def begin(
    service: str,
    *,
    by: Actor,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    organisation: str | None = None,
    fixes: str | None = None,
    appeals: str | None = None,
    key: str | None = None,
) -> ApplicationDraft:
    """A new draft by the newest version of the service's form; ``answers`` are those to «is this
    for me?». It is for the person, or for the ``organisation`` that they act for.

    `Conflict` if the service cannot be asked for here now; `Forbidden` if it is not for this
    person, or for those in whose name they act; `Invalid` if they have to be asked first whether it
    is. ``fixes`` names a refused application of theirs: all that was in it is taken over, and what
    it was refused for is to be mended. ``appeals`` names one against which they appeal. With the
    same ``key`` again it is the same draft.
    """
    before = _before(fixes, appeals, by=by, at=at)
    offered = services.service(before.application.service if before else service)
    form = form_to_begin(offered, today=workdays.day_of(at), appeal=bool(appeals))
    profile, party = _read(by, _named(before, organisation, by=by))
    admit(form, by=by, level=profile.level if profile else by.level)
    if before is None:
        audience.check(offered, organisation=party is not None)
    probed = _probed(form, answers, before)
    known = _known(form, prefilled(form, profile, party), probed, before)
    draft = _draft(offered, form, known, owner=str(party.id) if party else by.id, by=by, at=at)
    draft.fixes, draft.appeals = fixes, appeals
    draft.done = _asked_before(form, known, probed)
    if before and not before.appealed:
        _take_over(draft, form, before.application)
    claim = _claim(draft, probed, key, by=by, at=at) if key else None
    return _keep(draft, claim, ((quotas.BEGUN, by.id),), by=by, at=at)


def begin_as_guest(
    service: str, *, by: Actor, source: str, at: datetime, answers: Mapping[str, str] | None = None
) -> ApplicationDraft:
    """The same without an account, for oneself: ``by`` is who has the guest's secret, ``source``
    stands for where the request comes from.

    `Forbidden` if the service is for organisations alone; `TooMany` if that many were begun today
    by nobody knows whom, there or in the whole city.
    """
    offered = services.service(service)
    form = form_to_begin(offered, today=workdays.day_of(at))
    audience.check(offered, organisation=False)
    probed = _probed(form, answers, None)
    known = Prefilled(dict(answered(form, probed)), {})
    draft = _draft(offered, form, known, owner=by.id, by=by, at=at)
    draft.done = _asked_before(form, known, probed)
    counted = ((quotas.GUESTS, source), (quotas.GUESTS_TOGETHER, source[:1]))
    return _keep(draft, None, counted, by=by, at=at)


def form_to_begin(service: Service, *, today: date, appeal: bool = False) -> Form:
    """The form that is in force; `Conflict` if nobody can apply by it."""
    check_offered(service, appeal=appeal)
    form = forms.in_force(APPEAL if appeal else forms.of_service(service.form), today=today)
    if form.retired:
        raise Conflict("nobody can apply for this service for now: its form is being changed")
    return form


def check_offered(service: Service, *, appeal: bool = False) -> None:
    """`Conflict` if the service cannot be asked for here now. One may appeal all the same."""
    if appeal:
        return
    if service.status == "paused":
        raise Conflict("this service is interrupted for now: look here again in some days")
    if service.status == "retired":
        raise Conflict("this service is not offered any more")
    if "online" not in service.channels:
        raise Conflict("this service cannot be asked for here: come to a centre")
    if service.door:
        raise Conflict("this service has a page of its own, and needs no application")


def admit(form: Form, *, by: Actor, level: int) -> None:
    """`Forbidden` unless it is known surely enough who this is."""
    if by.level < 1:
        raise Forbidden(rules.REFUSED[Relation.RESIDENT].singular)
    if level < form.level:
        raise Forbidden(
            "for this service a centre has to have seen who you are: come to any of them once, "
            "with a document"
        )


def _before(fixes: str | None, appeals: str | None, *, by: Actor, at: datetime) -> Before | None:
    """The refused application of theirs; `NotFound`, or `Conflict` if it is too late."""
    if appeals:
        return Before(appealable(appeals, by=by, at=at), appealed=True)
    if fixes is None:
        return None
    found = find(fixes, by=by)
    if found.state != State.REFUSED:
        raise illegal(State(found.state))
    return Before(found, appealed=False)


def _named(before: Before | None, organisation: str | None, *, by: Actor) -> str:
    """The organisation whose it is: as that which was refused, or theirs for whom they act now;
    none if it is their own."""
    if before is None:
        return by.party if organisation is None else organisation
    owner = str(before.application.owner)
    return "" if owner == by.id else owner


def _read(by: Actor, named: str) -> tuple[Profile | None, Organisation | None]:
    """What is known of them, and of the organisation; `Forbidden` if they do not write for it. None
    of a program's person who has never been here."""
    its = organisations.items(named, by.id) if named else ()
    person, *membership = together(accounts.item(by.id), *its, consistent=True)
    if named:
        organisations.admit(Power.WRITE, *membership)
    return accounts.profile_of(person) if person else None, membership[0] if named else None


def _probed(
    form: Form, given: Mapping[str, str] | None, before: Before | None
) -> Mapping[str, str]:
    """The answers to «is this for me?», which who mends or appeals is not asked."""
    if before:
        return {}
    probed = given or {}
    check_suitable(form, probed)
    check_asked(form, probed)
    return probed


def _known(
    form: Form, found: Prefilled, probed: Mapping[str, str], before: Before | None
) -> Prefilled:
    """What the account knows, with the answers to «is this for me?»; of what is mended, what was
    answered before, as far as the form still asks it."""
    if before is None or before.appealed:
        return found._replace(answers={**found.answers, **answered(form, probed)})
    told = before.application
    both = same_asked(forms.form(told.form, int(told.form_version)), form)
    kept = Prefilled(told.answers or {}, told.sources or {}).of(both)
    new = found.of({field.code for field in form.fields} - both)
    answers = visible(form, {**new.answers, **kept.answers}).answers
    return Prefilled(answers, {**new.sources, **kept.sources})


def _draft(
    service: Service, form: Form, known: Prefilled, *, owner: str, by: Actor, at: datetime
) -> ApplicationDraft:
    return ApplicationDraft(
        identifiers.number(),
        owner=owner,
        person=by.id,
        service=service.code,
        form=form.code,
        form_version=form.version,
        answers=known.answers,
        sources=known.sources,
        verified_on=known.verified_on,
        begun_at=at,
        next_alarm_on=first_alarm(at),
        expires_at=at + KEPT,
    )


def _asked_before(form: Form, known: Prefilled, probed: Mapping[str, str]) -> set[str] | None:
    """The steps in which «is this for me?» has asked everything: nobody is asked twice."""
    told = answered(form, probed).keys()
    steps = visible(form, known.answers).steps
    return {step.code for step in steps if {field.code for field in step.fields} <= told} or None


def _take_over(draft: ApplicationDraft, form: Form, refused: Application) -> None:
    """What it was refused for is to be answered again; all else is done."""
    corrected = (refused.corrected or {}).items()
    kept = {code: each for code, each in corrected if draft.sources.get(code) == Source.CORRECTED}
    draft.corrected = kept or None
    draft.to_mend = to_mend(form, refused)
    again = set(draft.to_mend)
    steps = visible(form, draft.answers).steps
    done = {step.code for step in steps if not again & {field.code for field in step.fields}}
    draft.done = done or None


def to_mend(form: Form, refused: Application) -> dict[str, Any]:
    """The fields for which it was refused, each with the reason in words."""
    known = {field.code for field in form.fields}
    return {
        reason["field"]: {"title": reason["title"], "text": reason.get("text")}
        for reason in refused.reasons or ()
        if reason.get("field") in known
    }


def _keep(
    draft: ApplicationDraft, claim: Claim | None, counted: Counted, *, by: Actor, at: datetime
) -> ApplicationDraft:
    """With its event, which names nobody."""
    event = ApplicationEvent(
        entity=draft.id,
        part=new_part(at),
        kind="application.started",
        at=at,
        facts={"service": draft.service},
    )

    def fill(write: TransactWrite) -> None:
        write.save(draft, condition=ApplicationDraft.id.does_not_exist())
        write.save(event, condition=ApplicationEvent.part.does_not_exist())
        claims.claiming(write, claim, at)
        for limit, of in counted:
            limit.using(write, of, at=at)

    try:
        keep(fill, otherwise=AGAIN)
    except Conflict:
        if before := claims.made_before(claim, at):
            return find_draft(before, by=by, at=at)
        for limit, of in counted:
            limit.check(of, at=at)
        raise
    return draft


def _claim(
    draft: ApplicationDraft, probed: Mapping[str, str], key: str, *, by: Actor, at: datetime
) -> Claim:
    about = (draft.service, draft.owner, draft.fixes, draft.appeals, dict(probed))
    content = msgspec.json.encode(about, order="deterministic")
    return claims.claim(
        content, key, within="application drafts", person=by.id, at=at, reference=draft.id
    )
