"""Conditional questions: who is asked them, what is counted of them, and that anybody sees it."""

import re
from random import Random
from types import SimpleNamespace

import pytest

from chalicelib.domain.ballots import counting, drafts, reports, signing
from chalicelib.domain.ballots.answers import check_answers
from chalicelib.domain.ballots.definition import Condition, Type, canonical, wording
from chalicelib.domain.ballots.drafts import wrong_with
from chalicelib.domain.ballots.publishing import as_csv
from chalicelib.errors import Invalid
from chalicelib.kit import verify
from tests.ballots import a_definition, a_draft, a_question, options
from tests.factories import MONDAY
from tests.kits import ASKED, DEPENDING, a_kit, a_made_up_kit

IF_YES = Condition("q1", ("yes",))
WHETHER = a_question(Type.YES_NO)
WHICH = a_question(Type.SINGLE, id="q2", only_if=IF_YES)
NOT_ASKED = "this is not asked of you after what you chose in question %s: leave it out"
# The digest that this ballot had before there were conditions.
BEFORE = "1bdfd66ce75a8eb7c8883d63bf3f37a57bb58390797a19a833b0a460232ad469"


def refused(definition, answers):
    with pytest.raises(Invalid) as why:
        check_answers(definition, answers)
    return {name: str(told) for name, told in why.value.fields.items()}


def asked(*more):
    return a_definition(questions=(WHETHER, WHICH, *more))


def test_without_a_condition_the_wording_is_what_it_was():
    assert wording(a_definition()) == BEFORE
    assert b"only_if" not in canonical(a_definition())


def test_a_condition_is_part_of_the_wording():
    other = a_question(Type.SINGLE, id="q2", only_if=Condition("q1", ("no",)))
    definitions = [a_definition(questions=(WHETHER, q)) for q in (WHICH, other)]

    assert b'"only_if":{"options":["yes"],"question":"q1"}' in canonical(definitions[0])
    assert len({wording(definition) for definition in definitions}) == 2


@pytest.mark.parametrize(
    ("type", "only_if", "why"),
    [
        (Type.YES_NO, IF_YES, None),
        (Type.SINGLE, Condition("q1", ("a", "c")), None),
        (Type.MULTI, Condition("q1", ("d",)), None),
        (Type.RANK, Condition("q1", ("a",)), "question q1 is not answered by choosing"),
        (Type.RATING, Condition("q1", ("1",)), "question q1 is not answered by choosing"),
        (Type.YES_NO, Condition("q1", ("maybe",)), "question q1 has no option maybe"),
        (Type.YES_NO, Condition("q1", ()), "say which options of question q1"),
        (Type.YES_NO, Condition("q2", ("a",)), "there is no question q2 before this one"),
        (Type.YES_NO, Condition("q3", ("yes",)), "there is no question q3 before this one"),
        (Type.YES_NO, Condition("q9", ("yes",)), "there is no question q9 before this one"),
    ],
)
def test_a_condition_names_options_of_an_earlier_question(type, only_if, why):
    bounds = {"most": 2} if type in (Type.MULTI, Type.RANK) else {}
    depends = a_question(Type.SINGLE, id="q2", only_if=only_if)
    asked = (a_question(type, **bounds), depends, a_question(id="q3"))

    wrong = wrong_with(drafts.tidy(a_draft(questions=asked)), MONDAY)

    assert list(wrong) == (["questions.1.only_if"] if why else [])
    assert not why or str(wrong["questions.1.only_if"]).startswith(why)


class TestAnswers:
    def test_where_it_holds_the_question_is_as_any_other(self):
        assert check_answers(asked(), {"q1": ["yes"], "q2": ["b"]}) == {"q1": ["yes"], "q2": ["b"]}
        assert check_answers(asked(), {"q1": ["yes"], "q2": []}) == {"q1": ["yes"], "q2": []}
        assert refused(asked(), {"q1": ["yes"]}) == {
            "answers.q2": "answer this question, or leave it to others"
        }

    @pytest.mark.parametrize("first", [["no"], []])
    def test_where_it_does_not_hold_the_answers_have_no_such_question(self, first):
        assert check_answers(asked(), {"q1": first}) == {"q1": first}

    @pytest.mark.parametrize("given", [["b"], ["z"], []])
    def test_an_answer_to_what_was_not_asked_is_refused(self, given):
        assert refused(asked(), {"q1": ["no"], "q2": given}) == {"answers.q2": NOT_ASKED % 1}

    def test_one_that_has_to_be_answered_has_to_be_by_whom_it_is_asked_of(self):
        must = a_question(Type.SINGLE, id="q2", only_if=IF_YES, abstain=False)
        definition = a_definition(questions=(WHETHER, must))

        assert check_answers(definition, {"q1": ["no"]}) == {"q1": ["no"]}
        assert set(refused(definition, {"q1": ["yes"], "q2": []})) == {"answers.q2"}

    def test_any_of_the_options_is_enough(self):
        first = a_question(Type.MULTI, most=3)
        second = a_question(id="q2", only_if=Condition("q1", ("a", "b")))
        definition = a_definition(questions=(first, second))

        assert check_answers(definition, {"q1": ["b", "d"], "q2": ["no"]})["q2"] == ["no"]
        assert check_answers(definition, {"q1": ["c", "d"]}) == {"q1": ["c", "d"]}

    def test_what_was_not_asked_was_not_chosen(self):
        third = a_question(id="q3", only_if=Condition("q2", ("a",)))

        given = {"q1": ["yes"], "q2": ["a"], "q3": ["no"]}
        assert check_answers(asked(third), given) == given
        assert check_answers(asked(third), {"q1": ["no"]}) == {"q1": ["no"]}
        assert refused(asked(third), {"q1": ["no"], "q3": ["no"]}) == {"answers.q3": NOT_ASKED % 2}
        assert refused(asked(third), {"q1": ["no"], "q2": ["a"]}) == {"answers.q2": NOT_ASKED % 1}


def a_paper(level=2, **answers):
    return SimpleNamespace(answers=answers, level=level, district=None, age=None)


PAPERS = [
    *(a_paper(q1=["yes"], q2=["b"]) for _ in range(3)),
    a_paper(q1=["yes"], q2=[]),
    *(a_paper(q1=["no"]) for _ in range(4)),
    *(a_paper(level=1, q1=["yes"], q2=["a"]) for _ in range(2)),
]


NUMBERS = {"a": 2, "b": 3, "c": 0, "d": 0}


class TestCounted:
    def test_nothing_is_counted_of_a_question_that_was_not_asked(self):
        assert counting.figures(PAPERS[-3], asked()) == {"votes.L2": 1, "q1.no.L2": 1}
        assert counting.figures(PAPERS[3], asked()) == {
            "votes.L2": 1,
            "q1.yes.L2": 1,
            "q2..L2": 1,
            "q2.*.L2": 1,
        }

    def test_the_result_says_how_many_were_asked(self):
        counts = counting.add(counting.figures(paper, asked()) for paper in PAPERS)

        told = counting.results(asked(), counts)

        whether, which = told.questions
        assert (told.votes, whether.asked, which.asked, which.abstain) == (10, None, 6, 1)
        assert {option.id: option.n for option in which.options} == NUMBERS
        assert told.opinions == 10 + 5

    def test_by_level_only_if_enough_of_each_were_asked(self):
        many = PAPERS * 3  # six of level 1, nine and three of level 2 were asked
        few = [*PAPERS, *(a_paper(level=1, q1=["no"]) for _ in range(9))]

        def by_level(papers):
            counts = counting.add(counting.figures(paper, asked()) for paper in papers)
            return counting.results(asked(), counts).questions[1].options[1].by_level

        assert by_level(many) == {"L1": 0, "L2": 9}
        assert by_level(few) == {}

    def test_who_was_not_asked_to_rank_is_not_in_the_runoff(self):
        ranked = a_question(Type.RANK, id="q2", most=2, only_if=IF_YES)
        definition = a_definition(questions=(WHETHER, ranked))
        papers = [a_paper(q1=["yes"], q2=["a", "b"]), a_paper(q1=["no"])]
        counts = counting.add(counting.figures(paper, definition) for paper in papers)

        (outcome,) = counting.results(definition, counts, {"q2": [["a", "b"]]}).questions[1:]

        assert (outcome.asked, outcome.runoff.winners) == (1, ("a",))
        assert outcome.runoff.rounds[-1].exhausted == 0

    def test_reports_and_their_tables_say_it_too(self):
        counts = counting.add(counting.figures(paper, asked()) for paper in PAPERS)
        head = SimpleNamespace(counts=counts, checkpoint=None)

        report = reports.compose(asked(), head, None, as_of=asked().opens_at)

        assert [question.asked for question in report.questions] == [None, 6]
        assert canonical(report).count(b'"asked"') == 1
        assert "asked,q2,,6\n" in as_csv(report).replace("\r\n", "\n")


class TestKit:
    """What the city counts, and what anybody counts from the audit kit."""

    @pytest.fixture(autouse=True)
    def city_key(self, monkeypatch):
        monkeypatch.setattr("chalicelib.outbound.keys.log_key", lambda: bytes(range(32)))
        signing.public_key.cache_clear()
        yield
        signing.public_key.cache_clear()

    @pytest.fixture
    def told(self, capsys):
        def told(place):
            code = verify.main([str(place)])
            return code, dict(
                re.findall(r"^  FAIL  (\w+) +(.*)$", capsys.readouterr().out, re.MULTILINE)
            )

        return told

    @pytest.mark.parametrize("seed", range(6))
    def test_two_counts_agree_on_questions_of_every_type(self, tmp_path, told, seed):
        votes = Random(seed).randint(1, 60)  # noqa: S311
        asked = (*ASKED, *DEPENDING)

        assert told(a_kit(tmp_path / "kit", votes, seed=seed, asked=asked)) == (0, {})

    def test_an_opening_that_answers_what_it_was_not_asked_is_named(self, tmp_path, told):
        place = a_made_up_kit(tmp_path / "kit", {"d0": ["a"]}, asked=False)

        code, failed = told(place)

        assert code == 1
        assert re.fullmatch(
            r"leaf \d+, d0: it answers a question that it was not asked", failed["openings"]
        )

    def test_an_opening_that_does_not_answer_what_it_was_asked_is_named(self, tmp_path, told):
        place = a_made_up_kit(tmp_path / "kit", {"d0": None}, asked=True)

        code, failed = told(place)

        assert code == 1
        assert re.fullmatch(r"leaf \d+: it does not answer what was asked", failed["openings"])


def test_a_question_of_a_budget_may_depend_on_another():
    money = a_question(
        Type.BUDGET, id="q2", only_if=IF_YES, budget=100, options=options("a", "b", costs=60)
    )
    definition = a_definition(questions=(WHETHER, money))

    assert check_answers(definition, {"q1": ["yes"], "q2": ["b"]})["q2"] == ["b"]
    assert set(refused(definition, {"q1": ["yes"], "q2": ["a", "b"]})) == {"answers.q2"}
