"""Files of readings are worked through chunk by chunk, whoever is killed or comes in between."""

from datetime import timedelta

import pytest

from chalicelib.domain import meters
from chalicelib.domain.meters import bulk, keeping, rows
from chalicelib.errors import Conflict
from chalicelib.models.bulk import Bulk, BulkEvent
from tests.meters import (
    AT,
    COLD,
    GOOD,
    PAYER,
    a_flat,
    a_meter,
    done,
    give,
    send,
    values,
    work,
    wrong,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_the_largest_file_is_kept_and_worked_through_chunk_by_chunk():
    ids = a_flat()
    rest = [f"{PAYER};14;x{number};1" for number in range(rows.MOST_ROWS - 1)]

    sent = send(GOOD[0], *rest)

    assert int(Bulk.get(sent, "bulk").chunks) == 40
    told = BulkEvent.query(sent, BulkEvent.part.startswith("event#"))
    assert sorted(int(event.facts["chunk"]) for event in told) == list(range(40))
    meters.work(sent, 0)
    assert (done(sent).done, done(sent).kept) == (bulk.CHUNK, 1)
    assert values(ids[COLD]) == [105.5]


class Killed(BaseException):
    """What a function that is stopped does not catch."""


def killed(*_):
    raise Killed


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_worker_that_is_killed_goes_on_where_it_was(monkeypatch, after):
    ids = a_flat()
    sent = send(*GOOD)
    left, real = [after], keeping.keep_reading

    def until_killed(*given):
        if not left[0]:
            raise Killed
        left[0] -= 1
        real(*given)

    with monkeypatch.context() as patching:
        patching.setattr(keeping, "keep_reading", until_killed)
        with pytest.raises(Killed):
            work(sent)
    assert done(sent).done == 0
    work(sent)
    work(sent)

    assert (done(sent).kept, done(sent).wrong) == (3, [])
    assert [len(keeping.readings(meter)) for meter in ids.values()] == [1, 1, 1]


def test_a_killed_worker_that_comes_again_does_not_undo_what_a_resident_gave(monkeypatch):
    ids = a_flat()
    meter = a_meter("anna")
    sent = send(*GOOD)
    with monkeypatch.context() as patching:
        patching.setattr(bulk.Done, "save", killed)
        with pytest.raises(Killed):
            work(sent)
    give(meter, 106, at=AT + timedelta(minutes=5))

    work(sent)

    assert values(ids[COLD]) == [106]
    assert done(sent).kept == 3


def test_a_reading_that_a_resident_gave_later_is_not_replaced():
    meter = a_meter("anna")
    sent = send(*GOOD)
    give(meter, 106, at=AT + timedelta(minutes=5))

    work(sent)

    assert wrong(sent) == [(2, "value", "newer_there")]
    assert values(meter) == [106]


def test_what_is_read_between_looking_and_keeping_is_looked_at_again(monkeypatch):
    meter = a_meter("anna")
    sent = send(GOOD[0])
    real = keeping.keep_reading

    def after_anna(known, event, claim=None):
        monkeypatch.setattr(keeping, "keep_reading", real)
        give(meter, 104, at=AT - timedelta(minutes=5))
        real(known, event, claim)

    monkeypatch.setattr(keeping, "keep_reading", after_anna)
    work(sent)

    assert values(meter) == [105.5]
    assert len(keeping.readings(meter)) == 2


def test_a_row_that_always_comes_second_brings_its_chunk_again(monkeypatch):
    a_flat()
    sent = send(GOOD[0])

    def never(*_):
        raise Conflict("so")

    monkeypatch.setattr(keeping, "keep_reading", never)
    with pytest.raises(Conflict):
        work(sent)
    assert done(sent).done == 0
