"""Topics as a person looks for them: those one can report today, by words of their titles, and by
those that editors have written beside them."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib import catalogue
from chalicelib.catalogue import Topic
from chalicelib.domain.complaints import deadlines
from chalicelib.domain.complaints.rules import wrong
from chalicelib.errors import NotFound
from chalicelib.messages import say

BEGINNING = 4  # letters: «подъез» begins «подъезд»


def open_topics(at: datetime) -> list[Topic]:
    """The topics that a complaint can be filed about that day, group after group."""
    return [topic for topic in catalogue.topics() if topic.open_on(deadlines.day_of(at))]


def like(words: str, *, at: datetime) -> list[Topic]:
    """The open topics that these words mean."""
    return matching(words, open_topics(at))


def matching(words: str, among: Iterable[Topic]) -> list[Topic]:
    """The topics that have the most of these words, endings aside, and half of them at least: who
    tells what happened uses words that no topic has."""
    from chalicelib.words import stems  # 50 ms, for who looks for words alone

    wanted = stems([words])
    found = [(topic, sum(_has(topic, stem) for stem in wanted)) for topic in among]
    most = max((count for _, count in found), default=0)
    if most == 0 or 2 * most < len(wanted):
        return []
    return [topic for topic, count in found if count == most]


def _has(topic: Topic, stem: str) -> bool:
    """The beginning of a word will do, if it is long enough to mean that one."""
    if len(stem) < BEGINNING:
        return stem in topic.words
    return any(word.startswith(stem) for word in topic.words)


def open_topic(code: str, at: datetime) -> Topic:
    """`Invalid` if nobody can file a complaint about it that day."""
    if not code:
        raise wrong(topic=say("choose a topic"))
    try:
        topic = catalogue.topic(code)
    except NotFound as error:
        raise wrong(topic=error.message) from error
    if topic.retired:
        raise wrong(topic=say("this topic is not used any more: choose another one"))
    if not topic.open_on(deadlines.day_of(at)):
        raise wrong(topic=say("it is not the season for this topic: choose another one"))
    return topic
