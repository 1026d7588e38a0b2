"""What generated residents ask the city for, as editors wrote it: answers to its forms, and what
becomes of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Literal, NamedTuple

import msgspec.yaml

from chalicelib.forms import Field, Form, Probe
from city.sources import HOME

FILE = HOME / "applications.yaml"
PHONE = "+358 40 555 0142"
Answers = dict[str, Any]


class Ending(StrEnum):
    """How far an application has come."""

    DRAFT = "draft"
    AWAITING_COSIGN = "awaiting_cosign"
    UNSIGNED = "unsigned"  # it ran out, because somebody did not sign along
    COSIGNED = "cosigned"  # signed by two, and granted
    REGISTERED = "registered"
    IN_REVIEW = "in_review"
    INFO_REQUESTED = "info_requested"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REOPENED = "reopened"
    TRANSFERRED = "transferred"
    DECISION_PENDING = "decision_pending"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    COMPLETED = "completed"
    REFUSED = "refused"
    MENDING = "mending"  # refused, and a draft of another begun
    MENDED = "mended"  # refused, mended and sent again
    APPEALED = "appealed"
    DISMISSED = "dismissed"  # the appeal was refused
    UPHELD = "upheld"  # the appeal was right, and the first one is examined again
    WITHDRAWN = "withdrawn"


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An application: its answers by the codes of the form's fields, and what is said about it.

    ``refused`` is a code of the form's reasons, ``why`` what is added to it; ``mended`` are the
    answers with which it is sent again; ``to`` is the authority that it is passed on to.
    """

    language: Literal["ru", "en"]
    answers: Answers
    service: str = ""  # an appeal's is that of what was refused
    photos: dict[str, tuple[str, ...]] = {}  # field: the scenes that are drawn
    refused: str = ""
    why: str = ""
    mended: Answers = {}
    ask: str = ""
    answer: str = ""
    place: str = ""
    to: str = ""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asked for what, how many working days ago, and how it ended. ``of`` is a demo account,
    the number of a voter, or ``organisation``: its owner, in its name. ``late`` is by how many
    working days the decision missed its day."""

    of: str | int
    sample: str
    ends: Ending
    ago: int
    late: int = 0

    @property
    def key(self) -> str:
        """What telling it twice is recognised by."""
        return f"{self.of} {self.sample} {self.ends} {self.ago}"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said where the sample says nothing else."""

    ask: str
    answer: str
    place: str
    send_back: str
    transfer: str


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: dict[str, tuple[str, ...]]
    words: dict[str, Words]
    samples: dict[str, Sample]
    appeals: dict[str, Sample]
    stories: tuple[Story, ...]


class Applicant(NamedTuple):
    """What a person writes of themselves, and of the organisation that they act for."""

    name: str
    born_on: date
    address: dict[str, str]
    email: str
    phone: str = PHONE
    organisation: dict[str, str] | None = None

    @property
    def last_name(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def person(self) -> dict[str, str]:
        return {
            "first_name": self.name.rpartition(" ")[0],
            "last_name": self.last_name,
            "born_on": self.born_on.isoformat(),
        }

    def known(self, field: Field) -> Any:
        """What would be filled in; None if it is not known."""
        if field.prefill == "organisation":
            return self.organisation if field.kind == "organisation" else None
        return {
            "name": self.person if field.kind == "person" else self.name,
            "birthday": self.born_on.isoformat(),
            "address": self.address,
            "email": self.email,
            "phone": self.phone,
        }.get(field.prefill or "")


def written() -> Written:
    return msgspec.yaml.decode(FILE.read_bytes(), type=Written)


def answers(
    sample: Sample, form: Form, applicant: Applicant, day: date, *, mended: bool = False
) -> Answers:
    """Answers to all that the form asks but files, as they are given on that day."""
    known = {field.code: applicant.known(field) for field in form.fields}
    agreed = {field.code: True for field in form.fields if field.kind == "consent"}
    told = {**sample.answers, **(sample.mended if mended else {})}
    given = {code: _told(answer, applicant, day) for code, answer in told.items()}
    return {code: a for code, a in {**known, **agreed, **given}.items() if a is not None}


def probed(sample: Sample, form: Form) -> dict[str, str]:
    """To «is this for me?» what is told in the form as well, else what the service is for."""
    return {
        probe.code: _probed(probe, sample.answers.get(probe.field or "")) for probe in form.probes
    }


def _probed(probe: Probe, told: Any) -> str:
    options = [option.code for option in probe.options]
    fitting = (code for code in options if code not in probe.not_for)
    return told if told in options else next(fitting)


def _told(answer: Any, applicant: Applicant, day: date) -> Any:
    """An answer with its days reckoned and its person named."""
    if isinstance(answer, Mapping):
        if answer.keys() == {"in"}:
            return (day + timedelta(days=answer["in"])).isoformat()
        return {code: _told(part, applicant, day) for code, part in answer.items()}
    if isinstance(answer, list):
        return [_told(entry, applicant, day) for entry in answer]
    return _worded(answer, applicant)


def _worded(answer: Any, applicant: Applicant) -> Any:
    if isinstance(answer, date):
        return answer.isoformat()
    if answer == "{me}":
        return applicant.person
    if isinstance(answer, str):
        return answer.format(name=applicant.name, last=applicant.last_name)
    return answer
