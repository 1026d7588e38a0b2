"""Services as linked data: CPSV-AP 3.2 for catalogues, schema.org for search engines.

Every node that is referred to stands in the graph with its own type; the context is inline, so
nobody has to fetch anything to read it.
"""

from collections.abc import Iterable
from typing import Any

from chalicelib import catalogue, services
from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.language import CURRENCY
from chalicelib.services import Service

Node = dict[str, Any]
CONTEXT = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EURO = f"http://publications.europa.eu/resource/authority/currency/{CURRENCY}"
SPATIAL = "http://publications.europa.eu/resource/authority/country/{}"
COUNTRIES = {"FI": "FIN", "EE": "EST", "LV": "LVA", "LT": "LTU"}  # as the EU's own list has them


def graph(every: Iterable[Service]) -> Node:
    """The whole catalogue as one document."""
    shown = list(every)
    nodes: list[Node] = [_location()]
    for codes, kind in (
        ({each.authority for each in shown}, _authority),
        ({code for each in shown for code in each.events}, _event),
        ({code for each in shown for code in each.documents}, _evidence),
    ):
        nodes += [kind(code) for code in sorted(codes)]
    for service in shown:
        nodes += [_service(service), _output(service), _rule(service), *_channels(service)]
        if service.fee:
            nodes.append(_cost(service))
    return {"@context": CONTEXT, "@graph": nodes}


def government_service(service: Service, language: str) -> Node:
    """One service as schema.org's GovernmentService, for its page."""
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": service.title[language],
        "description": service.summary[language],
        "serviceType": services.name("category", service.category)[language],
        "provider": {
            "@type": "GovernmentOrganization",
            "name": services.name("authority", service.authority)[language],
        },
        "areaServed": {"@type": "City", "name": catalogue.city().name[language]},
        "audience": [{"@type": "Audience", "audienceType": each} for each in service.audience],
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": _address(service),
            "availableLanguage": list(catalogue.city().languages),
        },
        "offers": {"@type": "Offer", "price": service.fee, "priceCurrency": "EUR"},
    }


def _service(service: Service) -> Node:
    node = _node("service", service.code, "cpsv:PublicService")
    node |= {
        "dct:title": _told(service.title),
        "dct:description": _told(_described(service)),
        "cv:hasCompetentAuthority": _to("authority", service.authority),
        "dct:spatial": {"@id": _country()},
        "cpsv:produces": _to("output", service.code),
        "cpsv:follows": _to("rule", service.code),
        "cv:hasChannel": [_to("channel", f"{service.code}-{each}") for each in service.channels],
        "dcat:keyword": _told(services.name("category", service.category)),
    }
    if service.documents:
        node["cpsv:hasInput"] = [_to("evidence", code) for code in service.documents]
    if service.events:
        node["cv:isGroupedBy"] = [_to("event", code) for code in service.events]
    return node | ({"cv:hasCost": _to("cost", service.code)} if service.fee else {})


def _described(service: Service) -> Text:
    """With its term in words: as working days are no xsd:duration, there is no processingTime."""
    return Text(
        f"{service.summary.ru} Рабочих дней до решения: {service.term}.",
        f"{service.summary.en} Working days until the decision: {service.term}.",
    )


def _authority(code: str) -> Node:
    title = _told(services.name("authority", code))
    where = {"dct:spatial": {"@id": _country()}}
    return _node("authority", code, "cv:PublicOrganisation") | {"skos:prefLabel": title} | where


def _event(code: str) -> Node:
    return _node("event", code, "cv:LifeEvent") | {"dct:title": _told(services.name("event", code))}


def _evidence(code: str) -> Node:
    return _node("evidence", code, "cv:Evidence") | {
        "dct:title": _told(services.name("document", code))
    }


def _output(service: Service) -> Node:
    return _node("output", service.code, "cv:Output") | {"dct:title": _told(service.output)}


def _rule(service: Service) -> Node:
    return _node("rule", service.code, "cpsv:Rule") | {"dct:title": _told(service.basis)}


def _channels(service: Service) -> list[Node]:
    return [
        _node("channel", f"{service.code}-{each}", "cv:Channel")
        | ({"cv:ownedBy": _to("authority", service.authority)})
        for each in service.channels
    ]


def _cost(service: Service) -> Node:
    return _node("cost", service.code, "cv:Cost") | {
        "cv:hasValue": {"@value": str(service.fee), "@type": "xsd:double"},
        "cv:currency": {"@id": EURO},
    }


def _location() -> Node:
    return {"@id": _country(), "@type": "dct:Location"}


def _country() -> str:
    code = catalogue.city().country
    return SPATIAL.format(COUNTRIES.get(code, code))


def _node(kind: str, code: str, of: str) -> Node:
    return {"@id": _id(kind, code), "@type": of, "dct:identifier": f"{kind}:{code}"}


def _to(kind: str, code: str) -> Node:
    return {"@id": _id(kind, code)}


def _id(kind: str, code: str) -> str:
    return f"{settings.portal_url}/services#{kind}-{code}"


def _address(service: Service) -> str:
    return f"{settings.portal_url}/services/{service.code}"


def _told(text: Text) -> list[Node]:
    return [
        {"@value": text.ru, "@language": "ru"},
        {"@value": text.en, "@language": "en"},
    ]
