"""What the city's editors write: topics, agencies and areas as YAML, checked word by word."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from chalicelib.catalogue import (
    Agency,
    Area,
    Charity,
    City,
    Courtyard,
    Option,
    Question,
    Text,
    TopicGroup,
)
from chalicelib.collecting import Terms
from chalicelib.metering import Metering
from chalicelib.services import Authority, Named
from chalicelib.visits import Visit
from city.form_sources import FormSource

HOME = Path(__file__).parent
PUBLISHED = "published.yaml"  # of the forms: what each version was like when people began with it
T = TypeVar("T")


class Mistake(Exception):
    """What an editor has to put right, and in which file."""


class AlsoSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other words by which something is looked for; they are shown nowhere."""

    ru: str = ""
    en: str = ""


class TopicSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic as it is written in ``topics/<group>.yaml``; README: docs/city.md."""

    code: str
    ru: str
    en: str
    hint: Text
    agency: str
    also: AlsoSource = AlsoSource()
    sla: int = 8
    photo: str = "required"
    ask: tuple[str, ...] = ()  # names of questions in questions.yaml
    elsewhere: dict[str, str] = {}  # district: agency
    emergency: str | None = None  # name of a text in emergencies.yaml: no complaint, but a call
    warning: str | None = None  # the same, but it can be complained of: the text joins the hint
    season: tuple[str, str] | None = None
    retired: bool = False


class QuestionSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ru: str
    en: str
    kind: str = "choice"
    options: tuple["OptionSource", ...] = ()
    required: bool = False

    def question(self, code: str) -> Question:
        options = tuple(Option(each.code, Text(each.ru, each.en)) for each in self.options)
        return msgspec.convert(
            {
                "code": code,
                "label": {"ru": self.ru, "en": self.en},
                "kind": self.kind,
                "options": msgspec.to_builtins(options),
                "required": self.required,
            },
            Question,
        )


class OptionSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    ru: str
    en: str


class AreaSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    kind: str
    title: Text
    parent: str | None = None
    relation: int | None = None  # its boundary in OpenStreetMap

    def area(self) -> Area:
        wanted = {"id": self.id, "kind": self.kind, "title": msgspec.to_builtins(self.title)}
        return msgspec.convert(wanted | ({"parent": self.parent} if self.parent else {}), Area)


class ServiceSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service as it is written in ``services/<category>.yaml``."""

    code: str
    ru: str
    en: str
    summary: Text
    audience: tuple[str, ...]
    authority: str
    channels: tuple[str, ...]
    output: Text
    term: int
    basis: Text
    events: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    fee: int = 0
    extraterritorial: bool = True
    handed_over: bool | None = None
    form: str | None = None


class ServiceNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What services refer to, in ``services.yaml``."""

    categories: tuple[Named, ...]
    life_events: tuple[Named, ...]
    authorities: tuple[Authority, ...]
    documents: dict[str, Text]


class SiteSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: Text
    house: str  # the id of an address
    phone: str
    visits: tuple[str, ...]


class Sources(msgspec.Struct, frozen=True):
    """Everything the editors wrote, read but not yet compared with each other."""

    city: City
    groups: tuple[TopicGroup, ...]
    agencies: tuple[Agency, ...]
    areas: tuple[AreaSource, ...]
    courtyards: tuple[Courtyard, ...]
    charities: tuple[Charity, ...]
    visits: tuple[Visit, ...]
    sites: tuple[SiteSource, ...]
    meters: Metering
    initiatives: Terms
    service_names: ServiceNames
    services: dict[str, tuple[ServiceSource, ...]]  # by category
    questions: dict[str, QuestionSource]
    emergencies: dict[str, Text]
    topics: dict[str, tuple[TopicSource, ...]]  # by group
    forms: dict[tuple[str, int], FormSource]  # by code and version
    published: dict[str, str]  # the digest of each version of a form


def sources(home: Path = HOME) -> Sources:
    """Read it all; `Mistake` names the file and the place where a file is not as it should be."""
    groups = _read(home / "groups.yaml", tuple[TopicGroup, ...])
    names = _read(home / "services.yaml", ServiceNames)
    return Sources(
        city=_read(home / "city.yaml", City),
        groups=groups,
        agencies=_read(home / "agencies.yaml", tuple[Agency, ...]),
        areas=_read(home / "areas.yaml", tuple[AreaSource, ...]),
        courtyards=_read(home / "courtyards.yaml", tuple[Courtyard, ...]),
        charities=_read(home / "charities.yaml", tuple[Charity, ...]),
        visits=_read(home / "visits.yaml", tuple[Visit, ...]),
        sites=_read(home / "sites.yaml", tuple[SiteSource, ...]),
        meters=_read(home / "meters.yaml", Metering),
        initiatives=_read(home / "initiatives.yaml", Terms),
        service_names=names,
        services={
            each.code: _read(home / "services" / f"{each.code}.yaml", tuple[ServiceSource, ...])
            for each in names.categories
        },
        questions=_read(home / "questions.yaml", dict[str, QuestionSource]),
        emergencies=_read(home / "emergencies.yaml", dict[str, Text]),
        topics={
            group.code: _read(home / "topics" / f"{group.code}.yaml", tuple[TopicSource, ...])
            for group in groups
        },
        forms=_forms(home / "forms"),
        published=_published(home / "forms" / PUBLISHED),
    )


def _published(file: Path) -> dict[str, str]:
    return _read(file, dict[str, str]) if file.exists() else {}


def _forms(folder: Path) -> dict[tuple[str, int], FormSource]:
    files = sorted(file for file in folder.glob("*.yaml") if file.name != PUBLISHED)
    return {_version(file): _read(file, FormSource) for file in files}


def _version(file: Path) -> tuple[str, int]:
    """Of ``birth-registration.2.yaml`` the code and the version."""
    code, _, version = file.stem.rpartition(".")
    if not code or not version.isdecimal() or version[0] == "0":
        raise Mistake(f"{file}: a form's file is called <code>.<version>.yaml")
    return code, int(version)


def _read(file: Path, kind: type[T]) -> T:
    try:
        written: Any = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        return msgspec.convert(written, kind)
    except FileNotFoundError:
        raise Mistake(f"{file} is missing") from None
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise Mistake(f"{file}: {error}") from error
