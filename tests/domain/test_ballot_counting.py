"""Counting: one vote after another, in any order, comes to the same."""

from collections import Counter
from datetime import timedelta
from random import Random
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import Text
from chalicelib.domain.ballots import counting
from chalicelib.domain.ballots.definition import Audience, Definition, Option, Question, Type
from chalicelib.domain.ballots.runoff import runoff
from tests.factories import MONDAY


def words(text):
    return Text(ru=text, en=text)


def a_question(name, kind, options, **more):
    made = tuple(Option(option, words(option)) for option in options)
    return Question(name, words(name), kind, made, **more)


QUESTIONS = (
    a_question("q1", Type.SINGLE, "abc"),
    a_question("q2", Type.MULTI, "abcd", most=3),
    a_question("q3", Type.YES_NO, ["yes", "no"]),
    a_question("q4", Type.RATING, "12345"),
    a_question("q5", Type.RANK, "abcd", most=4),
)


def a_definition(*questions, **more):
    asked = {
        "title": words("The square"),
        "why": words("It is old."),
        "questions": questions or QUESTIONS,
        "audience": Audience(("helsinki",)),
        "opens_at": MONDAY,
        "closes_at": MONDAY + timedelta(days=7),
        "agency": "parks",
        "promise": words("It is done as is said."),
    }
    return Definition("B-1f3a90bd5c", **asked | more)


def a_paper(level=2, district="kluuvi", age="25-34", **answers):
    return SimpleNamespace(answers=answers, level=level, district=district, age=age)


def chosen(question):
    options = [option.id for option in question.options]
    return st.lists(st.sampled_from(options), unique=True, max_size=question.most)


papers = st.builds(
    lambda answers, level, district, age: a_paper(level, district, age, **answers),
    st.fixed_dictionaries({question.id: chosen(question) for question in QUESTIONS}),
    st.sampled_from([1, 2, 3]),
    st.sampled_from(["kluuvi", "kallio", None]),
    st.sampled_from(["14-17", "25-34", None]),
)


def test_a_vote_adds_one_of_each_figure_it_speaks_of():
    paper = a_paper(q1=["b"], q2=["a", "d"], q3=["no"], q4=[], q5=["c", "a"])

    assert counting.figures(paper, a_definition()) == {
        "votes.L2": 1,
        "district.kluuvi": 1,
        "age.25-34": 1,
        "q1.b.L2": 1,
        "q2.a.L2": 1,
        "q2.d.L2": 1,
        "q3.no.L2": 1,
        "q4..L2": 1,
        "q5.c.L2": 1,
        "q5.c.borda.L2": 3,
        "q5.a.borda.L2": 2,
    }


def test_who_says_not_where_they_live_is_counted_even_so():
    paper = a_paper(level=1, district=None, age=None)

    assert counting.figures(paper, a_definition(QUESTIONS[0])) == {"votes.L1": 1, "q1..L1": 1}


@given(st.lists(papers, max_size=12), st.randoms(), st.integers(1, 5))
def test_any_order_and_any_bundles_come_to_the_same(votes, lot, size):
    definition = a_definition()
    single = [counting.figures(paper, definition) for paper in votes]
    shuffled = lot.sample(single, len(single))
    bundles = [shuffled[n : n + size] for n in range(0, len(shuffled), size)]

    assert counting.add(counting.add(bundle) for bundle in bundles) == counting.add(single)


BUDGET = Question(
    "q6",
    words("q6"),
    Type.BUDGET,
    tuple(
        Option(name, words(name), cost)
        for name, cost in {"a": 60, "b": 50, "c": 40, "d": 40}.items()
    ),
    most=4,
    budget=100,
)


def outcome(question, *answers, **more):
    """What becomes of a question that was answered so."""
    definition = a_definition(question, **more)
    votes = [a_paper(**{question.id: list(answer)}) for answer in answers]
    counts = counting.add(counting.figures(paper, definition) for paper in votes)
    ranked = {question.id: answers} if question.type is Type.RANK else None
    return counting.results(definition, counts, ranked).questions[0]


def test_of_a_single_choice_the_option_with_most_votes_leads():
    single = outcome(QUESTIONS[0], "a", "b", "b", "")

    assert [(option.id, option.n) for option in single.options] == [("a", 1), ("b", 2), ("c", 0)]
    assert (single.abstain, single.leading, single.tied) == (1, ("b",), ())


def test_a_tie_is_named_as_a_tie():
    tie = outcome(QUESTIONS[0], "a", "b")

    assert tie.leading == tie.tied == ("a", "b")


def test_where_nobody_chose_nobody_leads():
    nobody = outcome(QUESTIONS[0], "", "")

    assert (nobody.abstain, nobody.leading, nobody.tied) == (2, (), ())


def test_of_several_choices_each_counts():
    multi = outcome(QUESTIONS[1], "abc", "ab", "a")

    assert [option.n for option in multi.options] == [3, 2, 1, 0]


def test_yes_and_no_are_counted():
    answered = outcome(QUESTIONS[2], ["yes"], ["no"], ["no"], [])

    assert (answered.leading, answered.abstain) == (("no",), 1)


def test_marks_have_a_mean_of_two_decimals():
    assert outcome(QUESTIONS[3], "5", "4", "4", "").mean == "4.33"
    assert outcome(QUESTIONS[3], "5", "4", "5", "5", "5", "5", "5", "5").mean == "4.88"  # 4.875
    assert outcome(QUESTIONS[3], "").mean is None


def test_a_ranking_is_counted_by_points_and_by_runoff_and_they_may_differ():
    votes = [*["abcd"] * 5, *["bcda"] * 4, *["cbda"] * 2]

    ranked = outcome(QUESTIONS[4], *votes)

    points = {option.id: option.borda for option in ranked.options}
    assert points == {"a": 15, "b": 10 + 12 + 4, "c": 5 + 8 + 6, "d": 0 + 4 + 2}
    assert ranked.leading == ("b",)
    assert [round_.out for round_ in ranked.runoff.rounds] == ["d", "c", None]
    assert ranked.runoff.rounds[-1].votes == {"a": 5, "b": 6}
    assert ranked.runoff.winners == ("b",)


def test_a_vote_whose_options_are_all_out_is_exhausted():
    ranked = outcome(QUESTIONS[4], "a", "a", "a", "b", "b", "bc", "c", "dc", "dc")

    assert [round_.exhausted for round_ in ranked.runoff.rounds] == [0, 1, 3]


def test_of_the_weakest_that_goes_which_was_weaker_before():
    votes = [*["a"] * 6, *["b"] * 4, *["c"] * 3, *["dc"] * 1]

    ranked = outcome(QUESTIONS[4], *votes)

    assert ranked.runoff.rounds[1].votes == {"a": 6, "b": 4, "c": 4}
    assert ranked.runoff.rounds[1].out == "c"  # b had four in the first round, c three


def test_of_the_weakest_that_were_always_equal_the_last_listed_goes():
    ranked = outcome(QUESTIONS[4], *["a"] * 2, "b", "c")

    assert [round_.out for round_ in ranked.runoff.rounds] == ["d", "c", None]


def test_a_runoff_that_ends_even_is_a_tie():
    ranked = outcome(QUESTIONS[4], "a", "b")

    assert ranked.runoff.winners == ("a", "b")
    assert outcome(QUESTIONS[4]).runoff.winners == ()


def test_money_goes_by_votes_as_far_as_it_reaches():
    """After a (60) there are 40 left: b (50) is passed over, c (40) is paid, d is not."""
    paid = outcome(BUDGET, "ab", "ab", "abd", "ac", "c", "d")

    assert paid.funded == ("a", "c")
    assert paid.tied == ("c", "d")  # both had two votes, and c is listed first


def test_of_two_projects_with_equal_votes_the_cheaper_is_paid_first():
    assert outcome(BUDGET, "ac", "ac").funded == ("c", "a")
    assert outcome(BUDGET, "ab", "ab").funded == ("b",)


def test_nothing_is_paid_that_nobody_chose():
    assert outcome(BUDGET, "").funded == ()


def test_below_the_quorum_the_result_is_advice():
    definition = a_definition(QUESTIONS[0], quorum=2)
    one = counting.figures(a_paper(q1=["a"]), definition)

    assert counting.results(definition, one).advisory
    assert not counting.results(definition, counting.add([one, one])).advisory


def test_who_is_almost_alone_on_their_level_is_not_told_apart():
    definition = a_definition(QUESTIONS[0])
    many = [counting.figures(a_paper(q1=["a"]), definition)] * 5
    few = [counting.figures(a_paper(level=1, q1=["b"]), definition)] * 4

    alone = counting.results(definition, counting.add([*many, *few]))
    enough = counting.results(definition, counting.add([*many, *few, few[0]]))

    assert [option.by_level for option in alone.questions[0].options] == [{}, {}, {}]
    assert enough.questions[0].options[0].by_level == {"L1": 0, "L2": 5}


@given(st.lists(papers, max_size=40))
def test_for_a_single_choice_options_and_abstentions_are_all_votes(votes):
    definition = a_definition()
    counts = counting.add(counting.figures(paper, definition) for paper in votes)

    told = counting.results(definition, counts)

    assert told.votes == len(votes)
    for asked in (told.questions[0], told.questions[2], told.questions[3], told.questions[4]):
        assert sum(option.n for option in asked.options) + asked.abstain == len(votes)


@given(st.lists(st.permutations("abcd").map(lambda p: tuple(p[:3])), max_size=40))
def test_a_runoff_loses_no_vote_and_ends(rankings):
    counted = runoff("abcd", rankings)

    assert all(
        sum(round_.votes.values()) + round_.exhausted == len(rankings) for round_ in counted.rounds
    )
    assert len(counted.rounds) <= 4
    assert counted.rounds[-1].out is None


def test_a_hundred_thousand_votes_come_to_the_same_as_a_recount():
    """The count that grew bundle by bundle, and another that reads each paper by itself."""
    lot = Random(2026)  # noqa: S311  # the same votes every time
    definition, votes = a_definition(), [a_random_paper(lot) for _ in range(100_000)]
    counted: dict[str, int] = {}
    for start in range(0, len(votes), 256):
        bundle = (counting.figures(paper, definition) for paper in votes[start : start + 256])
        counted = counting.add([counted, *bundle])

    told = counting.results(definition, counted)

    assert told.votes == 100_000
    for question, said in zip(QUESTIONS, told.questions, strict=True):
        answers = [paper.answers[question.id] for paper in votes]
        first = 1 if question.type is Type.RANK else None
        recount = Counter(option for answer in answers for option in answer[:first])
        assert {option.id: option.n for option in said.options if option.n} == recount
        assert said.abstain == answers.count([])


def a_random_paper(lot):
    answers = {
        question.id: lot.sample([o.id for o in question.options], lot.randint(0, question.most))
        for question in QUESTIONS
    }
    return a_paper(lot.choice([1, 2]), lot.choice(["kluuvi", "kallio", None]), **answers)
