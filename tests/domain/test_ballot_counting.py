"""Counting: one vote after another, in any order, comes to the same."""

from datetime import timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import Text
from chalicelib.domain.ballots import counting
from chalicelib.domain.ballots.definition import Audience, Definition, Option, Question, Type
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
