"""What the codes among the facts of an event mean, as the pages say it that letters lead to."""

from chalicelib.messages import Message, say

REASONS: dict[str, Message] = {
    "off_topic": say("it is not about a problem in the city"),
    "duplicate_of": say("it was reported before"),
    "personal_data": say("it shows or names people"),
    "abuse": say("it insults somebody"),
    "no_evidence": say("the photo does not show the problem"),
    "not_city_competence": say("the city’s agencies are not in charge of it"),
    "incomplete": say("something is missing to find or understand it"),
    "illegal": say("the law forbids publishing it"),
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

REFUSED: dict[str, Message] = {
    "law": say("the law does not allow it"),
    "money": say("there is no money for it in the budget"),
    "competence": say("the city does not decide about it"),
    "technical": say("it cannot be built, or not there"),
    "exists": say("it is there already, or is being made"),
    "benefit": say("it costs more than it does good"),
    "support": say("too few people support it"),
    "off_topic": say("it is not what the project is about"),
    "not_reworked": say("it was not reworked in time"),
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
    "illegal": say("the law forbids publishing it"),
}

WORDS = {
    "code": REFUSED,
    "returned": RETURNED,
    "reason": REASONS,
    "dispute": DISPUTES,
    "resolved": RESOLVED,
    "role": ROLES,
    "corrected": CORRECTED,
}
