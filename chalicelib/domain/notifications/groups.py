"""The groups by which people turn on and off what they are told, and where it may be left out."""

from enum import StrEnum
from typing import NamedTuple

from chalicelib.actors import Role
from chalicelib.messages import Message, say


class Channel(StrEnum):
    INBOX = "inbox"
    EMAIL = "email"


class Group(NamedTuple):
    """Kinds of notices that are turned on and off together."""

    title: Message
    hint: Message
    may_leave: frozenset[Channel]  # where it may be turned off
    at_first: frozenset[Channel] = frozenset(Channel)
    work: bool = False  # staff have no say in it: it is what they are there for
    role: Role | None = None  # who is asked about it; None: everybody


NOWHERE: frozenset[Channel] = frozenset()
BY_EMAIL = frozenset({Channel.EMAIL})
ANYWHERE = frozenset(Channel)

GROUPS: dict[str, Group] = {
    "decisions": Group(
        say("Decisions on my reports"),
        say("Received, published, rejected, passed on, closed without work"),
        may_leave=BY_EMAIL,
    ),
    "answers": Group(
        say("Answers and your verdict"),
        say("An agency asks you something, or says the work is done, and you say whether it is"),
        may_leave=BY_EMAIL,
    ),
    "progress": Group(
        say("How the work goes on"),
        say("An agency took it over, began, or named a day"),
        may_leave=ANYWHERE,
    ),
    "disputes": Group(
        say("My disputes about ballots"),
        say("Each step, and what was decided"),
        may_leave=BY_EMAIL,
    ),
    "applications": Group(
        say("My applications for services"),
        say("Each step, what is asked of you, and what was decided; of what you wrote nothing"),
        may_leave=BY_EMAIL,
    ),
    "appointments": Group(
        say("My appointments"),
        say("Booked, moved, cancelled, and a reminder before; of health no letter says what it is"),
        may_leave=BY_EMAIL,
    ),
    "points": Group(
        say("Points and rewards"),
        say("You became an Active Citizen, a voucher is ready; its code is in no letter"),
        may_leave=ANYWHERE,
    ),
    "meters": Group(
        say("My meters"),
        say("The verification of a meter runs out in 60, 30 or 7 days"),
        may_leave=ANYWHERE,
    ),
    "talk": Group(
        say("Discussions of ideas"),
        say("Somebody comments on your idea, answers you, or decides about what you wrote"),
        may_leave=ANYWHERE,
    ),
    "organisations": Group(
        say("My organisations"),
        say("Confirmed or refused, who joined and who left, what you are in it"),
        may_leave=BY_EMAIL,
    ),
    "votes": Group(
        say("My votes"),
        say("It was taken, and what the city does with the result; how you voted is in no letter"),
        may_leave=ANYWHERE,
    ),
    "ideas": Group(
        say("My ideas, and those I supported"),
        say(
            "Published or returned, changes proposed to them; what experts, the agency and its "
            "works make of them"
        ),
        may_leave=BY_EMAIL,
    ),
    "initiatives": Group(
        say("Initiatives I opened or signed"),
        say("Published or returned, whether enough people signed, and what the city answers"),
        may_leave=ANYWHERE,
    ),
    "invitations": Group(
        say("Projects I have joined"),
        say("An invitation to say something, once in a phase at most"),
        may_leave=ANYWHERE,
    ),
    "access": Group(
        say("Who looked at my record"),
        say("A member of staff opened your personal record, and what for"),
        may_leave=BY_EMAIL,
        at_first=frozenset({Channel.INBOX}),
    ),
    "account": Group(
        say("My account"),
        say("Opening, level, roles and deletion of your account"),
        may_leave=NOWHERE,
    ),
    "desk": Group(
        say("New reports to be read"),
        say("Each in the inbox; by e-mail the first of a day, the others wait at your desk"),
        may_leave=ANYWHERE,
        role=Role.MODERATOR,
    ),
    "digests": Group(
        say("What was new in my projects"),
        say("Each morning, of each project that you lead, if anything was"),
        may_leave=ANYWHERE,
        role=Role.FACILITATOR,
    ),
    "duty": Group(
        say("The work of my office"),
        say("Something that your office answers for has come, or is near or past its deadline"),
        may_leave=NOWHERE,
        work=True,
    ),
}
