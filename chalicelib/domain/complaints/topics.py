"""Topics as a person looks for them: those one can report today, by words of their titles."""

from datetime import datetime

from chalicelib import catalogue
from chalicelib.catalogue import Topic
from chalicelib.domain.complaints import deadlines
from chalicelib.domain.complaints.rules import wrong
from chalicelib.errors import NotFound
from chalicelib.messages import say


def open_topics(at: datetime) -> list[Topic]:
    """The topics that a complaint can be filed about that day, group after group."""
    return [topic for topic in catalogue.topics() if topic.open_on(deadlines.day_of(at))]


def like(words: str, language: str, *, at: datetime) -> list[Topic]:
    """The open topics whose titles have words that begin as these do, endings aside."""
    wanted = [_stem(word) for word in words.lower().split()]
    return [
        topic for topic in open_topics(at) if wanted and _has(topic.title[language].lower(), wanted)
    ]


def _has(title: str, wanted: list[str]) -> bool:
    words = title.replace("-", " ").split()
    return all(any(word.startswith(stem) for word in words) for stem in wanted)


def _stem(word: str) -> str:
    """Without an ending, as far as that can be told by length: «фонари» finds «фонарь»."""
    return word if len(word) < 5 else word[: max(4, len(word) - 2)]


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
