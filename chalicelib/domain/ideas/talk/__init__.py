"""Talking about ideas: comments and answers to them, four deep, and what is done with them.

What other code may use is listed here; the rest is private to talk.
"""

from chalicelib.domain.ideas.talk.changing import delete, edit, history
from chalicelib.domain.ideas.talk.hosting import pin, questions, summarise, unanswered
from chalicelib.domain.ideas.talk.leaving import about, forget
from chalicelib.domain.ideas.talk.listing import Thread, Threads, thread, threads
from chalicelib.domain.ideas.talk.marking import flag, is_helpful, mark
from chalicelib.domain.ideas.talk.mentioning import tell_mentioned
from chalicelib.domain.ideas.talk.moderating import flagged, hide, leave
from chalicelib.domain.ideas.talk.posting import comment
from chalicelib.domain.ideas.talk.room import Room, along, find
from chalicelib.domain.ideas.talk.rules import (
    DEEPEST,
    HELPFUL,
    MOST,
    MOST_SUMMARY,
    Flaw,
    Order,
    Said,
    Side,
    Speaker,
    State,
    depth,
)
from chalicelib.domain.ideas.talk.splitting import SPLIT, author_of, carry, split
from chalicelib.models.talk import Comment, CommentVersion, Summary

__all__ = [
    "DEEPEST",
    "HELPFUL",
    "MOST",
    "MOST_SUMMARY",
    "SPLIT",
    "Comment",
    "CommentVersion",
    "Flaw",
    "Order",
    "Room",
    "Said",
    "Side",
    "Speaker",
    "State",
    "Summary",
    "Thread",
    "Threads",
    "about",
    "along",
    "author_of",
    "carry",
    "comment",
    "delete",
    "depth",
    "edit",
    "find",
    "flag",
    "flagged",
    "forget",
    "hide",
    "history",
    "is_helpful",
    "leave",
    "mark",
    "pin",
    "questions",
    "split",
    "summarise",
    "tell_mentioned",
    "thread",
    "threads",
    "unanswered",
]
