"""Turnout in steps: nobody is recognised by what a report adds to what was told before."""

import csv
import io
from collections import Counter
from itertools import pairwise
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ballots import counting, log, reports, turnout
from chalicelib.domain.ballots.publishing import as_csv
from chalicelib.domain.ballots.reports import Final
from chalicelib.domain.ballots.turnout import STEP, Basis, Cell, Mark, Turnout
from chalicelib.domain.cells import FEW
from chalicelib.models.log import ReportsHead
from tests.counted import TEN, all_reports, ballot, counted, run, scheduled, voted
from tests.domain.test_ballot_counting import QUESTIONS, a_definition, a_paper
from tests.factories import MONDAY

__all__ = ["ballot"]

ASKED = a_definition(QUESTIONS[0])
AREAS = ("kluuvi", "kamppi", "ullanlinna", "kallio", "")
came = st.tuples(st.sampled_from(AREAS), st.sampled_from([1, 2]))
rounds = st.lists(st.lists(came, max_size=40), min_size=1, max_size=9)


def papers(**districts):
    return [a_paper(district=area) for area, n in districts.items() for _ in range(n)]


def people(*many):
    return [a_paper(level, district) for district, level in many]


def reported(*slots):
    """The reports of a ballot in which these came between one and the next; the last is final."""
    counts, before, mark, told = {}, None, None, []
    for n, slot in enumerate(slots):
        counts = counting.add([counts, *(counting.figures(paper, ASKED) for paper in slot)])
        head = SimpleNamespace(counts=counts, checkpoint=None)
        before = reports.compose(ASKED, head, before, mark, as_of=MONDAY + n * TEN)
        mark = reports.marked(mark, before, head)
        told.append(before)
    end = Final(0, (), counting.results(ASKED, counts))
    return [*told, reports.compose(ASKED, head, before, as_of=ASKED.closes_at, final=end)]


def districts(report):
    return report.turnout.districts


def test_one_voter_more_is_not_told_by_two_reports():
    first = papers(kluuvi=14, kamppi=9, ullanlinna=22)
    *_, told, one_more, _ = reported(first, papers(kluuvi=25), papers(kluuvi=1))

    assert districts(told) == {"kamppi": 9, "kluuvi": 14, "ullanlinna": 22}
    assert (told.turnout.total, one_more.turnout.total) == (70, 71)
    assert districts(one_more) == districts(told)
    assert one_more.turnout.by_level == told.turnout.by_level == {"L2": 45}


def test_a_step_is_told_when_the_next_one_ends_with_the_report_that_it_is_of():
    first, second, third, _ = reported(
        papers(kluuvi=14, kamppi=11), papers(kamppi=24), papers(kamppi=1)
    )

    assert districts(first) == districts(second) == {}
    assert districts(third) == {"kluuvi": 14, "kamppi": 11}
    basis = third.turnout.basis
    assert (basis.seq, basis.as_of, basis.total) == (1, first.as_of, 25)


def test_a_district_moves_when_five_more_have_voted_and_takes_nobody_along_alone():
    """Four came from Kluuvi: had all the others moved, everybody could reckon them."""
    *told, _ = reported(
        papers(kluuvi=14, kamppi=9, kallio=22),
        papers(kluuvi=4, kamppi=10, kallio=30),
        papers(kluuvi=1, kamppi=50),
        papers(kallio=30),
    )

    assert [districts(report) for report in told] == [
        {},
        {"kluuvi": 14, "kamppi": 9, "kallio": 22},
        {"kluuvi": 14, "kamppi": 9, "kallio": 52},
        {"kluuvi": 19, "kamppi": 69, "kallio": 52},
    ]


def test_where_too_few_came_from_to_be_told_is_counted():
    first = papers(kluuvi=20, kamppi=3, kallio=2, ullanlinna=9)

    *_, told, _ = reported(first, papers(kluuvi=30))

    assert districts(told) == {"kluuvi": 20, "ullanlinna": 9}
    assert told.turnout.suppressed_cells == 2


def test_the_last_report_is_exact_whatever_was_told():
    *_, last = reported(papers(kluuvi=25), papers(kamppi=25), papers(kluuvi=1))

    assert districts(last) == {"kluuvi": 26, "kamppi": 25}
    assert last.turnout.basis is None


def test_what_was_told_before_there_were_steps_is_not_taken_back():
    """A ballot that was running then: the first step ends at once, and is told with the next."""
    counts = {"votes.L2": 41, "district.kluuvi": 23, "district.kallio": 18}
    old = Turnout(40, {"L2": 40}, (Cell("kallio", 18), Cell("kluuvi", 22)), 0)
    mark = Mark.of(Basis(9, MONDAY, 41), counts)

    first = turnout.told(old, None, 41)
    after = turnout.told(first, mark, 66)

    assert first == msgspec.structs.replace(old, total=41)
    assert after.districts == {"kallio": 18, "kluuvi": 22}
    assert after.basis == mark.basis


def test_in_the_last_report_nobody_hides_behind_what_was_told_before():
    """Kamppi was told at nine, and nobody came since: hidden with Kallio, it would hide nobody."""
    *_, last = reported(papers(kluuvi=30, kamppi=9, ullanlinna=20), papers(ullanlinna=30, kallio=1))

    assert districts(last) == {"kluuvi": 30, "kamppi": 9}


def test_of_so_few_of_a_level_nothing_is_said_by_level():
    *_, last = reported(people(*[("kluuvi", 1)] * 4, *[("kluuvi", 2)] * 40))

    assert last.turnout.by_level == last.final.results.by_level == {}
    assert last.final.results.votes == last.turnout.total == 44


@given(rounds)
def test_no_figure_moves_by_a_few_and_none_among_few_votes(slots):
    *told, last = reported(*(people(*slot) for slot in slots))

    for before, after in pairwise(told):
        for was, now in zip(figures(before), figures(after), strict=True):
            assert all(now[name] == n or now[name] - n >= FEW for name, n in was.items())
            assert all(n >= FEW for n in now.values())
    moments = list(dict.fromkeys(report.turnout.basis.total for report in told if basis_of(report)))
    assert all(after - before >= STEP for before, after in pairwise([*moments, last.turnout.total]))
    assert all(sum(figures(r)[1].values()) <= r.turnout.basis.total for r in told if basis_of(r))


@given(rounds)
def test_what_is_kept_back_holds_five_people_or_more(slots):
    """Or nobody; but if everything is kept back, nothing has moved."""
    *told, _ = reported(*(people(*slot) for slot in slots))
    came = [Counter(area for slot in slots[: n + 1] for area, _ in slot) for n in range(len(slots))]

    for before, after in pairwise(told):
        if districts(before) != districts(after):
            so_far = came[after.turnout.basis.seq - 1]
            back = {a: n - districts(after).get(a, 0) for a, n in so_far.items() if a}
            kept = [n for n in back.values() if n]
            assert not kept or (sum(kept) >= FEW and len(kept) > 1)


@given(rounds, st.randoms(use_true_random=False))
def test_when_a_step_ends_is_a_matter_of_how_many_came_and_not_who(slots, lot):
    """Else it would tell who came last that a figure moves."""
    others = [[(lot.choice(AREAS), lot.choice([1, 2])) for _ in slot] for slot in slots]

    ended, otherwise = (
        [report.turnout.basis for report in reported(*(people(*slot) for slot in each))]
        for each in (slots, others)
    )
    assert ended == otherwise


def basis_of(report):
    return report.turnout.basis


def figures(report):
    return Counter(report.turnout.by_level), Counter(districts(report))


def test_the_table_says_of_which_moment_each_figure_is():
    _, told, _ = reported(papers(kluuvi=25), papers(kluuvi=25))
    rows = list(csv.DictReader(io.StringIO(as_csv(told), newline="")))

    moments = {row["figure"]: row["as_of"] for row in rows}
    assert moments["turnout"] == moments["votes"] == "2026-03-02T09:10:00Z"
    assert moments["level"] == moments["district"] == "2026-03-02T09:00:00Z"


@pytest.mark.usefixtures("bucket")
class TestKept:
    """What is told later lies with the head of the reports' chain until then."""

    def test_a_step_outlives_the_run_that_saw_it_end(self, ballot):
        for n in range(3):
            counted(ballot, *papers(kluuvi=15, kamppi=15))
            run(MONDAY + n * TEN)

        told = [report["turnout"] for report in all_reports()]
        assert [turnout["by_district"] for turnout in told] == [
            [],
            [{"area": "kamppi", "n": 15}, {"area": "kluuvi", "n": 15}],
            [{"area": "kamppi", "n": 30}, {"area": "kluuvi", "n": 30}],
        ]
        assert "basis" not in told[0]
        assert told[1]["basis"] == {"as_of": "2026-03-02T09:00:00Z", "seq": 1, "total": 30}
        assert ReportsHead.get(ballot.id, "reports").mark["basis"]["total"] == 90

    def test_after_the_last_report_it_lies_there_no_more(self):
        asked = scheduled(a_definition(visibility="after_my_vote"))
        voted(asked, 30)
        run(MONDAY)
        assert ReportsHead.get(asked.id, "reports").counts["votes.L2"] == 30

        end = Final(30, (), counting.results(asked, log.head_of(asked.id).counts))
        reports.make_last(asked.id, asked, lambda: end, at=asked.closes_at)

        chain = ReportsHead.get(asked.id, "reports")
        assert (chain.mark, chain.counts) == (None, None)

    @pytest.mark.parametrize("visibility", ["live", "turnout_only", "after_close"])
    def test_how_it_stands_is_kept_where_voters_may_see_it_and_nowhere_else(self, visibility):
        asked = scheduled(a_definition(visibility=visibility))
        voted(asked, 30)
        run(MONDAY)

        assert ReportsHead.get(asked.id, "reports").counts is None
