"""Projects and ideas: residents think about something together, in phases, and no idea is left
without an answer.

What other code may use is listed here; the rest is private to ideas.
"""

from chalicelib.domain.ideas import coauthors, editing, phases, rules, texts
from chalicelib.domain.ideas.alarms import DUE, Alarm, meet, ring
from chalicelib.domain.ideas.amending import Changed
from chalicelib.domain.ideas.cards import index
from chalicelib.domain.ideas.choosing import candidates
from chalicelib.domain.ideas.counting import count_idea, count_people
from chalicelib.domain.ideas.editing import edit, reword
from chalicelib.domain.ideas.exposure import DEAL, deal, deal_if_few
from chalicelib.domain.ideas.fates import (
    Fate,
    Opened,
    Scores,
    at_work,
    fate_of,
    owed,
    refused,
    to_answer,
)
from chalicelib.domain.ideas.forgetting import about, forget
from chalicelib.domain.ideas.joining import join, mine_in
from chalicelib.domain.ideas.keeping import plan_of, words_of
from chalicelib.domain.ideas.listing import (
    Desk,
    Overview,
    at_desk,
    drafts,
    drafts_of_all,
    led,
    listed,
    of_project,
    overview,
    to_moderate,
)
from chalicelib.domain.ideas.orders import Order, ordered
from chalicelib.domain.ideas.own import contributed
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
from chalicelib.domain.ideas.reporting import keep_up as keep_report
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.ideas.scores import Score
from chalicelib.domain.ideas.scoring import TO_DO, Task, to_score
from chalicelib.domain.ideas.steps import BY_HAND, NEEDS, WHY, Said, Step, Why, told
from chalicelib.domain.ideas.surveying import survey
from chalicelib.domain.ideas.taking import take
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import admit_leader, find, publish, send_back, shown, submit
from chalicelib.domain.ideas.versions import versions
from chalicelib.domain.ideas.writing import authored, begin, illustrate, throw_away, write
from chalicelib.models.idea import Idea
from chalicelib.models.offer import Amendment, Merge
from chalicelib.models.project import Project

__all__ = [
    "BY_HAND",
    "CLOSED",
    "DEAL",
    "DRAFT",
    "DUE",
    "NEEDS",
    "OPEN",
    "TO_DO",
    "WHY",
    "Act",
    "Alarm",
    "Amendment",
    "Changed",
    "Desk",
    "Doing",
    "Fate",
    "Idea",
    "Merge",
    "Mode",
    "Opened",
    "Order",
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
    "Task",
    "Type",
    "Why",
    "Words",
    "about",
    "admit_leader",
    "at_desk",
    "at_work",
    "authored",
    "begin",
    "candidates",
    "change",
    "close",
    "coauthors",
    "compose",
    "contributed",
    "count_idea",
    "count_people",
    "deal",
    "deal_if_few",
    "drafts",
    "drafts_of_all",
    "draw",
    "edit",
    "editing",
    "extend",
    "fate_of",
    "find",
    "forget",
    "funnel_of",
    "illustrate",
    "index",
    "join",
    "keep_report",
    "led",
    "listed",
    "meet",
    "mine_in",
    "of_project",
    "open",
    "ordered",
    "overview",
    "owed",
    "phases",
    "plan_of",
    "publish",
    "refused",
    "report",
    "respond_by",
    "reword",
    "rework",
    "rewrite",
    "ring",
    "rules",
    "send_back",
    "shown",
    "submit",
    "survey",
    "take",
    "texts",
    "throw_away",
    "to_answer",
    "to_moderate",
    "to_score",
    "told",
    "versions",
    "words_of",
    "write",
    "wrong_with",
]
