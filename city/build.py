"""From what the editors wrote to what the platform reads: check everything, then write the JSON."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Route, Season, Text, Topic
from chalicelib.collecting import SCOPES
from chalicelib.visits import Site
from chalicelib.words import stems
from city import form_mistakes, forms, public_holidays, serving
from city.addresses import known_addresses
from city.sources import HOME, PUBLISHED, Mistake, Sources, TopicSource, sources

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
LAST_OF_EVERY_MONTH = 28
LONGEST_SLA = 60  # working days: a quarter of a year is not an answer


def build(home: Path = HOME, into: Path = catalogue.HOME) -> dict[str, int]:
    """Write the catalogue; returns how long each file is. `Mistake` lists all that is wrong."""
    written = compiled(sources(home))
    (into / "forms").mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (into / f"{name}.json").write_bytes(text)
    return {name: len(text) for name, text in written.items()}


def publish(home: Path = HOME, *, today: date) -> list[str]:
    """Write down what the new versions of forms are like: from now on they never change. Returns
    their names; `Mistake` if something is wrong, or the day of a form's first version is still to
    come: until then nobody is to be asked by it."""
    read = sources(home)
    digests = forms.digests(read.forms)
    new = unpublished(read)
    compiled(msgspec.structs.replace(read, published=digests | read.published))
    if early := list(forms.early(read.forms, new, today)):
        raise Mistake("\n".join(early))
    with (home / "forms" / PUBLISHED).open("a", encoding="utf-8") as book:
        book.writelines(f"{name}: {digests[name]}\n" for name in new)
    return new


def unpublished(read: Sources) -> list[str]:
    """The names of the versions that may still change."""
    names = {f"{code}.{version}" for code, version in read.forms}
    return sorted(names - read.published.keys())


def compiled(read: Sources) -> dict[str, bytes]:
    """The text of each file; the same sources give the same bytes."""
    if mistakes := list(_mistakes(read)):
        raise Mistake("\n".join(mistakes))
    return {
        "city": _json(read.city),
        "holidays": _json(public_holidays.years(read.city.country)),
        "groups": _json(read.groups),
        "agencies": _json(read.agencies),
        "areas": _json(tuple(area.area() for area in read.areas)),
        "courtyards": _json(read.courtyards),
        "charities": _json(read.charities),
        "visits": _json(read.visits),
        "sites": _json(_sites(read)),
        "meters": _json(read.meters),
        "initiatives": _json(read.initiatives),
        "services": msgspec.json.encode(serving.shelf(read)) + b"\n",
        "topics": _json([_topic(group, topic, read) for group, topic in _topics(read)]),
        **forms.written(read.forms, read.published),
    }


def _json(content: object) -> bytes:
    """A line for each entry, so that a change can be read."""
    text = msgspec.json.encode(content)
    if text.startswith(b"["):
        return b"[\n" + b",\n".join(map(msgspec.json.encode, _entries(content))) + b"\n]\n"
    return text + b"\n"


def _entries(content: object) -> Iterable[object]:
    assert isinstance(content, list | tuple)
    return content


def _topics(read: Sources) -> Iterator[tuple[str, TopicSource]]:
    return ((group, topic) for group, topics in read.topics.items() for topic in topics)


def _topic(group: str, source: TopicSource, read: Sources) -> Topic:
    return msgspec.convert(
        {
            "code": source.code,
            "group": group,
            "title": {"ru": source.ru, "en": source.en},
            "hint": _plain(_hint(source, read)),
            "agency": source.agency,
            "sla_working_days": source.sla,
            "photo": source.photo,
            "questions": [
                msgspec.to_builtins(read.questions[name].question(name)) for name in source.ask
            ],
            "routing": [
                msgspec.to_builtins(Route(area, agency))
                for area, agency in source.elsewhere.items()
            ],
            "emergency": _plain(read.emergencies[source.emergency]) if source.emergency else None,
            "retired": source.retired,
            "seasonal": _plain(Season(*source.season)) if source.season else None,
            "words": stems([source.ru, source.en, source.also.ru, source.also.en]),
        },
        Topic,
    )


def _sites(read: Sources) -> list[Site]:
    houses = {address.id: address for address in known_addresses()}
    return [
        Site(
            id=source.id,
            title=source.title,
            address=f"{house.street_fi} {house.house}",
            district=house.district,
            lat=house.lat,
            lon=house.lon,
            phone=source.phone,
            visits=source.visits,
        )
        for source in read.sites
        for house in [houses[source.house]]
    ]


def _hint(source: TopicSource, read: Sources) -> Text:
    if not source.warning:
        return source.hint
    warning = read.emergencies[source.warning]
    return Text(f"{source.hint.ru} {warning.ru}", f"{source.hint.en} {warning.en}")


def _plain(struct: Text | Season) -> object:
    return msgspec.to_builtins(struct)


def _mistakes(read: Sources) -> Iterator[str]:
    topics = [topic for _, topic in _topics(read)]
    if not public_holidays.known(read.city.country):
        yield f"city.yaml: nobody knows the public holidays of country {read.city.country}"
    yield from _twice("topic", (topic.code for topic in topics))
    yield from _twice("Russian title", (topic.ru for topic in topics))
    yield from _twice("English title", (topic.en for topic in topics))
    yield from _twice("agency", (agency.code for agency in read.agencies))
    yield from _twice("area", (area.id for area in read.areas))
    yield from _twice("courtyard", (courtyard.code for courtyard in read.courtyards))
    yield from _twice("visit", (visit.code for visit in read.visits))
    yield from _twice("site", (site.id for site in read.sites))
    yield from _twice("meter", (kind.code for kind in read.meters.kinds))
    yield from _twice("charity", (charity.code for charity in read.charities))
    yield from _orphans(read)
    yield from _about_courtyards(read)
    yield from _about_sites(read)
    yield from _about_meters(read)
    yield from _about_initiatives(read)
    yield from serving.mistakes(read)
    yield from form_mistakes.mistakes(read)
    for group, topic in _topics(read):
        for mistake in (*_unknown_names(topic, read), *_impossible_values(topic)):
            yield f"topics/{group}.yaml: {topic.code}: {mistake}"
    for name, question in read.questions.items():
        if (question.kind == "choice") != (len(question.options) > 1):
            yield f"questions.yaml: {name}: a choice, and only a choice, has two options or more"


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    return (f"{what} «{name}» is there twice" for name, n in Counter(names).items() if n > 1)


def _orphans(read: Sources) -> Iterator[str]:
    known: set[str | None] = {None}
    for area in read.areas:
        if area.parent not in known:
            yield f"areas.yaml: {area.id}: its parent {area.parent} does not stand above it"
        known.add(area.id)


def _about_courtyards(read: Sources) -> Iterator[str]:
    known = {address.id for address in known_addresses()}
    for courtyard in read.courtyards:
        if not courtyard.houses:
            yield f"courtyards.yaml: {courtyard.code}: a courtyard has houses"
        for house in set(courtyard.houses) - known:
            yield f"courtyards.yaml: {courtyard.code}: there is no house {house} in addresses.csv"


def _about_sites(read: Sources) -> Iterator[str]:
    houses = {address.id for address in known_addresses()}
    visits = {visit.code for visit in read.visits}
    for site in read.sites:
        if site.house not in houses:
            yield f"sites.yaml: {site.id}: there is no house {site.house} in addresses.csv"
        for visit in set(site.visits) - visits:
            yield f"sites.yaml: {site.id}: there is no visit {visit} in visits.yaml"


def _about_meters(read: Sources) -> Iterator[str]:
    opens, closes = read.meters.window.open_day, read.meters.window.close_day
    if not 1 <= closes < opens <= LAST_OF_EVERY_MONTH:
        yield f"meters.yaml: days {opens} to {closes} are no window: it closes in the next month"
    for kind in read.meters.kinds:
        if not 0 < kind.norm < kind.cap:
            yield f"meters.yaml: {kind.code}: the norm lies between nothing and the cap"


def _about_initiatives(read: Sources) -> Iterator[str]:
    wanted = read.initiatives.signatures
    if set(wanted) != set(SCOPES):
        yield f"initiatives.yaml: signatures are said for {', '.join(SCOPES)}"
    elif not 0 < wanted["courtyard"] <= wanted["street"] <= wanted["district"] <= wanted["city"]:
        yield "initiatives.yaml: what reaches further takes no fewer signatures"
    if read.initiatives.days < 1 or read.initiatives.answer_days < 1:
        yield "initiatives.yaml: there has to be time to sign and to answer"


def _unknown_names(topic: TopicSource, read: Sources) -> Iterator[str]:
    agencies = {agency.code for agency in read.agencies}
    districts = {area.id for area in read.areas if area.kind == "district"}
    for agency in {topic.agency, *topic.elsewhere.values()} - agencies:
        yield f"there is no agency {agency} in agencies.yaml"
    for district in topic.elsewhere.keys() - districts:
        yield f"there is no district {district} in areas.yaml"
    for question in set(topic.ask) - read.questions.keys():
        yield f"there is no question {question} in questions.yaml"
    for text in {topic.emergency, topic.warning} - {None} - read.emergencies.keys():
        yield f"there is no text {text} in emergencies.yaml"


def _impossible_values(topic: TopicSource) -> Iterator[str]:
    if not CODE.fullmatch(topic.code):
        yield "a code has small letters, digits and hyphens"
    if not 1 <= topic.sla <= LONGEST_SLA:
        yield f"an answer within {topic.sla} working days cannot be promised"
    if topic.photo not in ("required", "optional"):
        yield "photo is required or optional"
    if not all(map(DAY.fullmatch, topic.season or ())):
        yield "a season goes from MM-DD to MM-DD"
    if not all(text.strip() for text in (topic.ru, topic.en, topic.hint.ru, topic.hint.en)):
        yield "a title and a hint have words in both languages"
