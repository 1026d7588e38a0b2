"""What is told of one moment keeps its order, and nothing is told under one id twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from chalicelib import identifiers

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_events_of_one_moment_sort_as_they_were_told():
    told = [identifiers.event(AT) for _ in range(100)]

    assert told == sorted(set(told))


def test_events_sort_by_their_moment_whatever_was_told_first():
    later = identifiers.event(AT + timedelta(microseconds=1))

    assert identifiers.event(AT) < later < identifiers.event(AT + timedelta(seconds=1))


def test_no_id_is_made_twice_by_those_who_tell_at_once():
    with ThreadPoolExecutor(8) as at_once:
        told = list(at_once.map(lambda _: identifiers.event(AT), range(1000)))

    assert len(set(told)) == 1000
