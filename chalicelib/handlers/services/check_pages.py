"""«Is this for me?»: some questions, one on a page, without signing in."""

from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib import services, visits, workdays
from chalicelib.domain.applications import drafts, suitability
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.forms import Form, Probe
from chalicelib.handlers.services.apply_pages import PROBE
from chalicelib.handlers.services.hindrances import check_page, hindrance
from chalicelib.messages import say
from chalicelib.services import Service
from chalicelib.visits import Site

if TYPE_CHECKING:
    from chalicelib.domain.appointments import Slot

blueprint = Capability(__name__)
DOCUMENTS = "documents"  # the visit for which documents are brought to a centre


@blueprint.page("GET /services/{code}/check", who=ANYONE)
def is_this_for_me(call: Call, code: str) -> Response:
    """The next question, or what follows from the answers: they are all in the address."""
    service = services.service(code)
    form = drafts.form_to_begin(service, today=workdays.day_of(call.at))
    if not form.probes:
        return call.redirect(f"/services/{code}")
    given = {name: values[-1] for name, values in call.query.items()}
    before = suitability.asked(form, given)
    told = {probe.code: given[probe.code] for probe in before}
    probe = suitability.next_probe(form, given)
    here, back = check_page(service, {}), f"/services/{code}"
    if before:
        back = check_page(service, {probe.code: told[probe.code] for probe in before[:-1]})
    if probe is None:
        return _verdict(call, code, form, told, back)
    if given.get("asked") == probe.code:
        call.errors = {probe.code: call.tell(say("choose one of the options"))}
    return call.render(
        "applications/apply/question.html",
        title=probe.label[call.language],
        service=service,
        probe=probe,
        told=told,
        number=len(before) + 1,
        hindrance=hindrance(service, form, call.actor),
        here=here,
        back_to=back,
    )


def _first_time(call: Call, service: Service) -> "tuple[Slot, Site] | None":
    """When and where documents can be brought the soonest. Imported late: nobody else asks."""
    if "centre" not in service.channels:
        return None
    from chalicelib.domain import appointments

    slot = appointments.soonest(DOCUMENTS, at=call.at)
    return (slot, visits.site(slot.site)) if slot else None


def _verdict(call: Call, code: str, form: Form, told: dict[str, str], back: str) -> Response:
    service, found = services.service(code), suitability.verdict(form, told)
    title = say("This service is for you") if found.suitable else say("This service is not for you")
    return call.render(
        "applications/apply/verdict.html",
        title=call.tell(title),
        service=service,
        instead=services.service(found.instead) if found.instead else None,
        found=found,
        first_time=_first_time(call, service) if found.suitable else None,
        form=form,
        hindrance=hindrance(service, form, call.actor),
        here=check_page(service, told),
        told=told,
        probe_name=PROBE,
        rows=[_row(call, probe, told) for probe in suitability.asked(form, told)],
        name=services.name,
        back_to=back,
    )


def _row(call: Call, probe: Probe, told: dict[str, str]) -> tuple[str, str]:
    labels = {option.code: option.label[call.language] for option in probe.options}
    return probe.label[call.language], labels[told[probe.code]]
