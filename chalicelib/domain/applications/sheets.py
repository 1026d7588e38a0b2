"""What a decision says on paper, in each language of the platform.

The applicant is named as they told it: the document is theirs. Of officers stands there the office.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib import catalogue, services
from chalicelib.config import settings
from chalicelib.domain.applications import offers
from chalicelib.domain.applications.rules import APPEALED_WITHIN, Outcome
from chalicelib.forms import Form
from chalicelib.language import LANGUAGES, day, tell
from chalicelib.messages import Message, say
from chalicelib.models.application import Application
from chalicelib.outbound.paper import Part, Sheet

NAMES = ("organisation", "name")  # prefilled fields that say who applies
Said = Mapping[str, Any]


def of(application: Application, form: Form) -> list[Sheet]:
    """One for each language, the portal’s first language first."""
    return [_Side(application, form, language).sheet() for language in LANGUAGES]


def applicant(answers: Said | None, form: Form) -> str | None:
    """Who applies, as they told it; None where nobody asked, or it is not kept any more."""
    told = {field.prefill: (answers or {}).get(field.code) for field in form.fields}
    return ", ".join(filter(None, (_name(told.get(each)) for each in NAMES))) or None


def appeal_until(application: Application) -> date:
    """The last day on which the decision can be appealed against."""
    day: date = application.decided_on + APPEALED_WITHIN
    return day


def decision(outcome: str, on_appeal: bool) -> Message:
    """What was decided, in the same words on paper and where it is checked."""
    return DECISIONS[on_appeal, outcome == Outcome.APPROVED]


class _Side(NamedTuple):
    """The document in one language."""

    application: Application
    form: Form
    language: str

    def sheet(self) -> Sheet:
        return Sheet(
            language=self.language,
            city=self._in(catalogue.city().name),
            brand=self._tell(say("Veche")),
            office=self._office,
            title=self._tell(self._title),
            rows=tuple(self._rows()),
            decision=self._tell(decision(self.application.outcome, bool(self.application.appeals))),
            gives=self._gives,
            good=self._approved,
            parts=tuple(self._parts()),
            signed=tuple(self._signed()),
            check=self._check,
            page=self._tell(say("Page %(n)s of %(of)s", n="%(n)s", of="%(of)s")),
        )

    @property
    def _approved(self) -> bool:
        return bool(self.application.outcome == Outcome.APPROVED)

    @property
    def _office(self) -> str:
        return self._in(services.name("authority", self.application.authority))

    @property
    def _title(self) -> Message:
        number = self.application.reference
        if self.application.appeals:
            return say("Decision on appeal %(reference)s", reference=number)
        return say("Decision on application %(reference)s", reference=number)

    def _rows(self) -> Iterator[tuple[str, str]]:
        told, service = self.application, services.service(self.application.service)
        rows = (
            (say("Service"), self._in(service.title)),
            (say("Applicant"), applicant(told.answers, self.form)),
            (say("Against the decision on"), told.appeals),
            (say("Registered"), self._day(told.registered_on)),
            (say("Decided"), self._day(told.decided_on)),
            (say("By which rule"), self._in(service.basis)),
        )
        yield from ((self._tell(name), value) for name, value in rows if value)

    @property
    def _gives(self) -> str:
        if not self._approved:
            return self._tell(say("Why, and what can be done about it, stands below."))
        if self.application.appeals:
            return self._tell(
                say(
                    "The application %(reference)s is examined anew, with a term of its own. The "
                    "document of the first decision is void.",
                    reference=self.application.appeals,
                )
            )
        output = self._in(services.service(self.application.service).output)
        return self._tell(say("What is given: %(output)s", output=output))

    def _parts(self) -> Iterator[Part]:
        reasons = self.application.reasons or ()
        if reasons:
            points = tuple(map(self._reason, reasons))
            yield Part(self._tell(say("The reasons")), points=points)
        if not self._approved:
            yield Part(self._tell(say("What you can do now")), tuple(self._remedies()))
        elif not self.application.appeals:
            yield Part(
                self._tell(say("What comes next")),
                (self._tell(NEXT[offers.is_handed_over(self.application)]),),
            )

    def _reason(self, reason: Said) -> tuple[str, tuple[str, ...]]:
        """The officer’s own words come last, in the language they were written in."""
        asked = {field.code: field.label for field in self.form.fields}.get(
            str(reason.get("field"))
        )
        known = {each.code: each for each in self.form.reasons}.get(reason["code"])
        clause = known.clause if known else reason.get("clause")
        lines = (
            clause and self._tell(say("The rule: %(clause)s", clause=self._in(clause))),
            asked and self._tell(say("What it is about: «%(field)s»", field=self._in(asked))),
            reason.get("text"),
        )
        title = known.title if known else reason.get("title") or reason["code"]
        return self._in(title), tuple(filter(None, lines))

    def _remedies(self) -> Iterator[str]:
        if not self.application.appeals:
            yield self._tell(
                say(
                    "Mend it: on the page of this application choose «Fix and send again». All "
                    "that you told is kept, and you change only what has to be changed."
                )
            )
            yield self._tell(
                say(
                    "Appeal until %(day)s, on the same page or in writing to the authority. The "
                    "appeal is decided by somebody else than who took this decision.",
                    day=self._day(appeal_until(self.application)),
                )
            )
            here = f"{_bare(settings.portal_url)}/applications/{self.application.reference}"
            yield self._tell(say("The page of this application: %(address)s", address=here))
        yield self._tell(say("Whatever you choose, the way to the courts stays open."))

    def _signed(self) -> Iterator[tuple[str, str]]:
        """The office: who holds it is in the record, and nobody else’s business."""
        head = say("Head of the authority, %(office)s", office=self._office)
        yield self._tell(say("For the authority")), self._tell(head)
        how = say(
            "On the platform on %(day)s, after another officer had prepared it. It needs neither a "
            "seal nor a signature by hand.",
            day=self._day(self.application.decided_on),
        )
        yield self._tell(say("Signed")), self._tell(how)

    @property
    def _check(self) -> str:
        where = f"{_bare(settings.portal_url)}/verify"
        return self._tell(
            say(
                "Everybody can check that this document is authentic: read the code with a "
                "telephone, or open %(address)s and type",
                address=where,
            )
        )

    def _tell(self, message: Message) -> str:
        return tell(message, self.language)

    def _in(self, text: Any) -> str:
        """A text in this language: of the catalogue, or as it was kept with the application."""
        told: str = text if isinstance(text, str) else text[self.language]
        return told

    def _day(self, when: date | None) -> str:
        return day(when, self.language) if when else ""


def _name(told: Any) -> str:
    """Of a person both names; of an organisation what it is called."""
    if isinstance(told, dict):
        return " ".join(filter(None, (told.get("first_name"), told.get("last_name"))))
    return told or ""


def _bare(address: str) -> str:
    return address.partition("://")[2]


DECISIONS: dict[tuple[bool, bool], Message] = {  # whether it is an appeal, and whether approved
    (False, True): say("The application is approved"),
    (False, False): say("The application is refused"),
    (True, True): say("The appeal is right"),
    (True, False): say("The appeal is rejected"),
}
NEXT: dict[bool, Message] = {  # whether a thing is handed over
    True: say(
        "What you applied for is made now. You are told when and where it can be collected, and "
        "asked for a document that shows who you are."
    ),
    False: say("This document is what you applied for. There is nothing to be collected."),
}
