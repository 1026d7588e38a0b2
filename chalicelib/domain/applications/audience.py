"""For whom a service is: for residents, for organisations, or for both; and what whoever it is not
for can do about it."""

from collections.abc import Mapping

from chalicelib import services
from chalicelib.errors import Forbidden
from chalicelib.messages import Message, say
from chalicelib.models.application import ApplicationDraft
from chalicelib.services import Service

# Of who applied in the name of an organisation, and of who applied for themselves.
INSTEAD: dict[bool, Message] = {
    True: say("this service is for residents: act for yourself to apply for it"),
    False: say("this service is for organisations: choose the one that you act for, or enter it"),
}
BEGUN: dict[bool, Message] = {
    True: say(
        "this service is for residents: act for yourself and begin again; what is written here "
        "is kept meanwhile"
    ),
    False: say(
        "this service is for organisations: choose the one that you act for, or enter it, and "
        "begin again in its name; what is written here is kept meanwhile"
    ),
}


class OtherAudience(Forbidden):
    """It is for others than those in whose name you act: `audience` says for whom."""

    code = "other_audience"

    def __init__(self, service: Service, why: Message) -> None:
        super().__init__(why.singular)
        self.audience = service.audience

    @property
    def more(self) -> Mapping[str, object]:
        return {"audience": self.audience}


def check(service: Service, *, organisation: bool) -> None:
    """`OtherAudience` unless it is for whose the application would be: an organisation's, or a
    person's."""
    if not service.is_for(organisation=organisation):
        raise OtherAudience(service, INSTEAD[organisation])


def fits(draft: ApplicationDraft) -> bool:
    """Whether it can be sent as whose it is. Who mends or appeals is whose the refused one was,
    whomever the service is for by now."""
    if draft.fixes or draft.appeals:
        return True
    return services.service(draft.service).is_for(organisation=_is_of_organisation(draft))


def check_draft(draft: ApplicationDraft) -> None:
    """`OtherAudience` unless it `fits`; it stays as it is."""
    if not fits(draft):
        why = BEGUN[_is_of_organisation(draft)]
        raise OtherAudience(services.service(draft.service), why)


def _is_of_organisation(draft: ApplicationDraft) -> bool:
    return bool(draft.owner != draft.person)
