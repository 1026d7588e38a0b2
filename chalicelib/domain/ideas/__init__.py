"""Projects and ideas: residents think about something together, in phases, and no idea is left
without an answer.

What other code may use is listed here; the rest is private to ideas.
"""

from chalicelib.domain.ideas.alarms import DUE, Alarm, meet, ring
from chalicelib.domain.ideas.cards import index
from chalicelib.domain.ideas.counting import count_idea, count_people
from chalicelib.domain.ideas.fates import (
    Fate,
    Opened,
    Scores,
    at_work,
    fate_of,
    owed,
    refused,
    to_answer,
    to_score,
)
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
from chalicelib.domain.ideas.panels import rework
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
from chalicelib.domain.ideas.reporting import Report, draw, funnel_of, report
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.ideas.scores import Score
from chalicelib.domain.ideas.steps import BY_HAND, NEEDS, WHY, Said, Step, Why, told
from chalicelib.domain.ideas.surveying import survey
from chalicelib.domain.ideas.taking import take
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import decide, find, publish, send_back, shown, submit
from chalicelib.domain.ideas.writing import begin, write
from chalicelib.models.idea import Idea
from chalicelib.models.project import Project

__all__ = [
    "BY_HAND",
    "CLOSED",
    "DRAFT",
    "DUE",
    "NEEDS",
    "OPEN",
    "WHY",
    "Act",
    "Alarm",
    "Desk",
    "Doing",
    "Fate",
    "Idea",
    "Mode",
    "Opened",
    "Overview",
    "Phase",
    "PhaseClosed",
    "Plan",
    "Project",
    "Promise",
    "Rating",
    "Report",
    "Said",
    "Score",
    "Scores",
    "State",
    "Step",
    "Type",
    "Why",
    "Words",
    "about",
    "at_desk",
    "at_work",
    "begin",
    "change",
    "close",
    "compose",
    "count_idea",
    "count_people",
    "decide",
    "drafts",
    "draw",
    "extend",
    "fate_of",
    "find",
    "forget",
    "funnel_of",
    "index",
    "join",
    "led",
    "listed",
    "meet",
    "mine_in",
    "of_project",
    "open",
    "overview",
    "owed",
    "plan_of",
    "publish",
    "refused",
    "report",
    "respond_by",
    "rework",
    "rewrite",
    "ring",
    "send_back",
    "shown",
    "submit",
    "survey",
    "take",
    "to_answer",
    "to_moderate",
    "to_score",
    "told",
    "words_of",
    "write",
    "wrong_with",
]
