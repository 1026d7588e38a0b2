"""Services of the demonstration city: from what the editors wrote to what the platform reads."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from chalicelib.catalogue import Text
from chalicelib.services import Named, Service, Shelf
from chalicelib.words import stems
from city.sources import ServiceNames, ServiceSource, Sources


def shelf(read: Sources) -> Shelf:
    """The catalogue, with the words by which each service is found."""
    names = read.service_names
    documents = tuple(Named(code, title) for code, title in names.documents.items())
    categories = {each.code: each.title for each in names.categories}
    events = {each.code: each.title for each in names.life_events}
    written = [
        _service(category, source, [categories[category], *(events[e] for e in source.events)])
        for category, sources in read.services.items()
        for source in sources
    ]
    return Shelf(tuple(written), names.categories, names.life_events, names.authorities, documents)


def mistakes(read: Sources) -> Iterator[str]:
    names, every = read.service_names, [s for each in read.services.values() for s in each]
    for what, found in (
        ("service", [each.code for each in every]),
        ("Russian title of a service", [each.ru for each in every]),
        ("English title of a service", [each.en for each in every]),
        ("category", [each.code for each in names.categories]),
        ("event of life", [each.code for each in names.life_events]),
        ("authority", [each.code for each in names.authorities]),
    ):
        yield from (
            f"{what} «{name}» is there twice" for name, n in Counter(found).items() if n > 1
        )
    for category, sources in read.services.items():
        for source in sources:
            for mistake in _about(source, names):
                yield f"services/{category}.yaml: {source.code}: {mistake}"


def _about(source: ServiceSource, names: ServiceNames) -> Iterator[str]:
    known = {each.code for each in names.authorities}
    if source.authority not in known:
        yield f"there is no authority {source.authority} in services.yaml"
    for event in set(source.events) - {each.code for each in names.life_events}:
        yield f"there is no event of life {event} in services.yaml"
    for document in set(source.documents) - names.documents.keys():
        yield f"there is no document {document} in services.yaml"
    if not 1 <= source.term <= 60:
        yield f"a term of {source.term} working days cannot be promised"


def _service(category: str, source: ServiceSource, about: list[Text]) -> Service:
    titled = stems([source.ru, source.en])
    texts = [text[language] for text in (source.summary, *about) for language in ("ru", "en")]
    rest = [word for word in stems(texts) if word not in titled]
    wanted = msgspec.to_builtins(source) | {
        "category": category,
        "title": {"ru": source.ru, "en": source.en},
        "words": [*titled, *rest],
        "titled": len(titled),
    }
    return msgspec.convert(wanted, Service)
