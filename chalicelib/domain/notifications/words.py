"""What the codes among the facts of an event mean."""

from chalicelib.messages import Message, say

REASONS: dict[str, Message] = {
    "off_topic": say("it is not about a problem in the city"),
    "duplicate_of": say("somebody has reported the same problem before"),
    "personal_data": say("it names people or shows their private life"),
    "abuse": say("it insults somebody"),
    "no_evidence": say("the photos do not show the problem"),
    "not_city_competence": say("the city does not answer for it"),
    "incomplete": say("something is missing by which the problem could be found"),
    "illegal": say("the law forbids to publish it"),
}

DISPUTES: dict[str, Message] = {
    "not_recorded": say("my vote is not recorded"),
    "recorded_differently": say("my vote is recorded otherwise than I gave it"),
    "voted_without_me": say("somebody voted in my name"),
    "not_eligible": say("I was not let vote"),
    "other": say("something else about the ballot"),
}

RESOLVED: dict[str, Message] = {
    "accepted": say("the city does what was chosen"),
    "partly": say("the city does part of what was chosen"),
    "rejected": say("the city does not do what was chosen"),
}

ROLES: dict[str, Message] = {
    "owner": say("an owner, who does everything and decides who is a member"),
    "signatory": say("a signatory, who submits and withdraws in its name"),
    "assistant": say("an assistant, who writes drafts and sees what becomes of them"),
}

CORRECTED: dict[str, Message] = {
    "birthday": say("your date of birth"),
    "address": say("your place of residence"),
}

RETURNED: dict[str, Message] = {
    "off_topic": say("it is not about what the project asks"),
    "duplicate": say("it says the same as an idea that is there already"),
    "personal_data": say("it names people or shows their private life"),
    "abuse": say("it insults somebody"),
    "unclear": say("it is not clear what should be done"),
    "illegal": say("the law forbids to publish it"),
}

WORDS = {
    "returned": RETURNED,
    "reason": REASONS,
    "dispute": DISPUTES,
    "resolved": RESOLVED,
    "role": ROLES,
    "corrected": CORRECTED,
}
