"""Projects and ideas: residents think about something together, in phases, and no idea is left
without an answer.

What other code may use is listed here; the rest is private to ideas.
"""

from chalicelib.domain.ideas.alarms import DUE, Alarm, meet, ring
from chalicelib.domain.ideas.cards import index
from chalicelib.domain.ideas.counting import count_idea, count_people
from chalicelib.domain.ideas.forgetting import about, forget
from chalicelib.domain.ideas.joining import join, mine_in
from chalicelib.domain.ideas.keeping import plan_of, words_of
from chalicelib.domain.ideas.listing import (
    Desk,
    Overview,
    at_desk,
    drafts,
    led,
    listed,
    of_project,
    overview,
    to_moderate,
)
from chalicelib.domain.ideas.phases import Doing, Mode, Phase, PhaseClosed, Rating, Type
from chalicelib.domain.ideas.plans import Plan, Promise, wrong_with
from chalicelib.domain.ideas.projects import (
    CLOSED,
    DRAFT,
    OPEN,
    change,
    close,
    compose,
    extend,
    open,
    respond_by,
    rewrite,
)
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import decide, find, publish, send_back, shown, submit
from chalicelib.domain.ideas.writing import begin, write
from chalicelib.models.idea import Idea
from chalicelib.models.project import Project

__all__ = [
    "CLOSED",
    "DRAFT",
    "DUE",
    "OPEN",
    "Act",
    "Alarm",
    "Desk",
    "Doing",
    "Idea",
    "Mode",
    "Overview",
    "Phase",
    "PhaseClosed",
    "Plan",
    "Project",
    "Promise",
    "Rating",
    "State",
    "Type",
    "Words",
    "about",
    "at_desk",
    "begin",
    "change",
    "close",
    "compose",
    "count_idea",
    "count_people",
    "decide",
    "drafts",
    "extend",
    "find",
    "forget",
    "index",
    "join",
    "led",
    "listed",
    "meet",
    "mine_in",
    "of_project",
    "open",
    "overview",
    "plan_of",
    "publish",
    "respond_by",
    "rewrite",
    "ring",
    "send_back",
    "shown",
    "submit",
    "to_moderate",
    "words_of",
    "write",
    "wrong_with",
]
