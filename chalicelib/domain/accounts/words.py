"""Roles and reasons in the words of who reads them."""

from chalicelib import catalogue, services, visits
from chalicelib.actors import Grant, Role
from chalicelib.domain.accounts.record import Entry
from chalicelib.domain.accounts.rules import DOCUMENTS, SETTLING
from chalicelib.language import tell
from chalicelib.messages import Message, say

TITLES: dict[Role, Message] = {
    Role.RESIDENT: say("Yourself"),
    Role.MODERATOR: say("Moderator"),
    Role.AGENCY: say("Agency"),
    Role.OPERATOR: say("Operator"),
    Role.CLERK: say("Clerk at a desk"),
    Role.CASE_OFFICER: say("Case officer"),
    Role.HEAD: say("Head of an authority"),
    Role.BALLOT_OFFICER: say("Officer for ballots"),
    Role.FACILITATOR: say("Facilitator of projects"),
    Role.EXPERT: say("Expert on ideas"),
    Role.AUDITOR: say("Auditor"),
    Role.ADMIN: say("Administrator"),
}
ITSELF = say("The platform itself")
# What doors write down themselves as the purpose of a look; it is kept in English, and told to
# people in their own language. An officer's own words stay as they are.
LOOKED_FOR = (
    say("application %(reference)s"),
    say("a correction in application %(reference)s"),
    say("appointment %(reference)s"),
    say("dispute %(reference)s"),
    say("organisation %(reference)s: who may speak for it"),
    SETTLING,
)


def office(group: str, language: str) -> str:
    """A role as it is written in a group, in words: «Agency: street lighting»."""
    held = Grant.parse(group)
    if held is None:
        return tell(ITSELF, language) if group == Role.SYSTEM else group
    title = tell(TITLES[held.role], language)
    return f"{title}: {_scope(held)[language]}" if held.scope else title


def reason(entry: Entry, language: str) -> str | None:
    """Why it was done; a document is written as its code, and told by its name."""
    if not entry.reason:
        return None
    code, _, note = entry.reason.partition(": ")
    if code not in DOCUMENTS:
        return _looked_for(entry.reason, language)
    return ": ".join(filter(None, (tell(DOCUMENTS[code], language), note)))


def _looked_for(purpose: str, language: str) -> str:
    for sentence in LOOKED_FOR:
        before, _, after = sentence.singular.partition("%(reference)s")
        reference = purpose.removeprefix(before).removesuffix(after)
        if purpose == f"{before}{reference}{after}" and " " not in reference:
            told = tell(Message(sentence.singular, values={"reference": reference}), language)
            return told[:1].upper() + told[1:]
    return purpose


def _scope(held: Grant) -> catalogue.Text:
    if held.role in (Role.AGENCY, Role.FACILITATOR, Role.EXPERT):
        return catalogue.agency(held.scope).title
    if held.role == Role.CLERK:
        return visits.site(held.scope).title
    if held.role in (Role.CASE_OFFICER, Role.HEAD):
        return services.name("authority", held.scope)
    return catalogue.area(held.scope).title
