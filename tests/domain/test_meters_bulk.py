"""Files of readings: every good row is kept once, every other is told with its reason."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain import meters
from chalicelib.domain.meters import keeping, rows, tables
from chalicelib.errors import Forbidden, Invalid, NotFound
from chalicelib.models.bulk import Bulk, Sent
from tests.factories import a_resident, an_officer
from tests.meters import (
    AT,
    COLD,
    GOOD,
    HOT,
    LIGHT,
    MANAGER,
    OTHER,
    PAYER,
    a_file,
    a_flat,
    done,
    send,
    values,
    work,
    wrong,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_a_file_becomes_readings():
    ids = a_flat()

    sent = send(*GOOD)
    assert (done(sent).rows, done(sent).done, done(sent).is_over) == (3, 0, False)
    work(sent)

    assert (done(sent).kept, done(sent).wrong, done(sent).is_over) == (3, [], True)
    assert [values(ids[number]) for number in (COLD, HOT, LIGHT)] == [[105.5], [103.2], [180]]
    assert keeping.readings(ids[COLD])[0].source == "bulk"


def test_a_broken_row_among_good_ones_is_told_and_nothing_else_is_lost():
    ids = a_flat()
    a_flat(OTHER, "15", manager="parks")

    sent = send(
        f"{GOOD[0]};;",  # as spreadsheets end a line
        "",
        "1000000014;14;x;1",  # its check digit
        f"{PAYER};14;{HOT};99",
        f"{PAYER};14;nothing;5",
        f"{PAYER};15;{LIGHT};180",  # of another flat
        f"{OTHER};15;{COLD};105",  # of a house that others run
        f"{PAYER};14;{LIGHT};many",
        f"{PAYER};;{LIGHT};180",
        f"{PAYER};14;{'9' * 41};180",
        f"{PAYER};14;12-345678 ;105,5",  # row 2 once more
        f"{PAYER};14",
        f'{PAYER};14;"{HOT};103,2',  # a quote that nobody closes
        f"{PAYER};14;{HOT};103,2;5",
        heads="payer_code;flat;meter;value",
    )
    work(sent)

    assert wrong(sent) == [
        (4, "payer_code", "payer_code"),
        (5, "value", "below_previous"),
        (6, "meter", "not_in_register"),
        (7, "meter", "not_in_register"),
        (8, "meter", "not_in_register"),
        (9, "value", "not_a_number"),
        (10, "flat", "missing"),
        (11, "meter", "too_long"),
        (12, "meter", "twice"),
        (13, "meter", "missing"),
        (14, "row", "unreadable"),
        (15, "row", "too_many"),
    ]
    assert (done(sent).rows, done(sent).kept) == (13, 1)
    assert values(ids[COLD]) == [105.5]


def test_what_is_unusual_needs_its_column():
    ids = a_flat()
    heads = "payer_code;flat;meter;value;confirmed;taken_at"

    sent = send(
        f"{PAYER};14;{COLD};150;;2026-03-15",
        f"{PAYER};14;{HOT};150;yes;2026-03-16",
        f"{PAYER};14;{LIGHT};180;;16.03.2026",  # as a spreadsheet writes it
        f"{OTHER};15;{COLD};180;;32.03.2026",
        heads=heads,
    )
    work(sent)

    assert wrong(sent) == [(2, "confirmed", "confirm_required"), (5, "taken_at", "taken_at")]
    assert keeping.readings(ids[HOT])[0].marks == ("confirmed",)


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_however_a_spreadsheet_writes_it(between, mark, end):
    lines = ["note payer_code flat meter value", f'"x{between}y" {PAYER} 14 {COLD} 105.5']
    written = mark + end.join(line.replace(" ", between) for line in lines) + end

    (row,) = rows.read(written.encode())

    assert (row.number, row.payer, row.flat, row.meter, row.value) == (
        2,
        PAYER,
        "14",
        COLD,
        105_500,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_file_is_read_in_whichever_encoding(encoding):
    written = a_file(f"{PAYER};14 б;{COLD};105,5;да", heads="payer_code;flat;meter;value;confirmed")

    (row,) = rows.read(written.encode(encoding))

    assert (row.flat, row.confirmed) == ("14 б", True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("\r\n", "is empty"),
        (b"", "is empty"),
        ("so", "lacks the column payer_code"),
        (b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "not a CSV file"),
        (b"payer_code;flat;meter;value\n1;\xef\xbf\xbd;2;3", "not in UTF-8"),
        ("payer_code;flat;value\n", "lacks the column meter"),
        ("payer_code;flat;meter;value\n\n", "no reading"),
        (a_file(*["x"] * (rows.MOST_ROWS + 1)), "has 5000 rows at most"),
        (a_file("x" * tables.MOST_BYTES), "too large"),
        ('"payer_code;flat;meter;value', "not a CSV file"),
    ],
)
def test_what_is_no_such_file_is_refused_at_once(content, told):
    with pytest.raises(Invalid, match=told):
        meters.send(content, by=MANAGER, at=AT)


def test_outside_the_window_the_whole_file_is_refused():
    with pytest.raises(meters.Refused) as error:
        send(*GOOD, at=datetime(2026, 3, 10, tzinfo=UTC))
    assert error.value.code == "window_closed"


def test_what_was_sent_in_the_window_counts_however_late_it_is_worked_through():
    """When it was sent is in the file, and the worker asks no clock."""
    ids = a_flat()

    sent = send(*GOOD, at=datetime(2026, 4, 3, 20, 59, tzinfo=UTC))
    work(sent)

    assert [
        row[0] for row in keeping.past_of(meters.take(PAYER, "14", COLD, by=a_resident(), at=AT))
    ] == ["2026-03"]
    assert values(ids[COLD]) == [105.5]


def test_a_file_is_sent_once_with_one_key():
    a_flat()

    first = send(*GOOD, key="k")

    assert send(*GOOD, key="k") == first
    assert send(*GOOD, key="k", at=datetime(2026, 3, 16, 20, tzinfo=UTC)) == first
    assert len(meters.sent_by("olga")) == 1
    with pytest.raises(Invalid):
        send(GOOD[0], key="k")


def test_a_file_is_seen_by_who_sent_it():
    sent = send(*GOOD)

    with pytest.raises(NotFound):
        done(sent, by=an_officer("agency.housing", "another"))
    with pytest.raises(NotFound):
        done("nothing")
    for wanted in (lambda: done(sent, by=a_resident()), lambda: send(*GOOD, by=a_resident())):
        with pytest.raises(Forbidden):
            wanted()


@pytest.mark.parametrize(("group", "many"), [("agency.parks", 0), ("agency", 3)])
def test_an_agency_gives_the_readings_of_the_houses_that_it_runs(group, many):
    a_flat(manager="housing")
    officer = an_officer(group, "pavel")

    sent = send(*GOOD, by=officer)
    work(sent)

    assert done(sent, by=officer).kept == many


def test_who_leaves_is_forgotten_with_the_files_that_they_sent():
    sent = send(*GOOD)
    work(sent)
    assert [each["id"] for each in meters.about("olga")["files"]] == [sent]

    for _ in range(2):
        meters.forget("olga")

    meters.work(sent, 0)  # a message that comes once more finds nothing
    for model in (Bulk, Sent):
        assert list(model.scan()) == []
