"""Audit kits of ballots that were never held, made by the same code as real ones."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec

from chalicelib.domain.ballots import codes, conditions, counting, kit, reports, signing
from chalicelib.domain.ballots.definition import Condition, Question, Type, canonical
from chalicelib.domain.ballots.reports import Final
from chalicelib.domain.tlog import merkle
from chalicelib.domain.tlog.notes import Checkpoint
from tests.domain.test_ballot_counting import BUDGET, QUESTIONS, a_definition

ASKED = (*QUESTIONS, BUDGET)
# Of every type one question that depends on what was chosen before, and one on one of these.
WHERE = [("q1", "ab"), ("q1", "c"), ("q2", "d"), ("q3", ["yes"]), ("q2", "ad"), ("q3", ["no"])]
DEPENDING = tuple(
    msgspec.structs.replace(question, id=f"d{n}", only_if=Condition(of, tuple(chosen)))
    for n, (question, (of, chosen)) in enumerate(
        zip((*ASKED, ASKED[0]), [*WHERE, ("d1", "a")], strict=True)
    )
)


def a_kit(
    folder: Path,
    votes: int = 40,
    *,
    seed: int = 7,
    rounds: int = 4,
    unopened: Collection[int] = (),
    asked: Sequence[Question] = ASKED,
    papers: Sequence[Any] | None = None,
    **more: Any,
) -> Path:
    """Lay the kit of a ballot with so many votes into the folder; reports as votes came in."""
    folder.mkdir(exist_ok=True)
    definition, mark = a_definition(*asked, **more), None
    papers = papers or random_papers(votes, Random(seed), asked)  # noqa: S311  # the same every time
    head, tree, chain = SimpleNamespace(counts={}, checkpoint=None, size=0), merkle.Tree(), []
    leaves = [_leaf(definition, paper) for paper in papers]
    for n in range(1, rounds + 1):
        until = votes * n // rounds
        new = [papers[n] for n in range(head.size, until) if n not in unopened]
        tree = tree.grown(merkle.leaf(leaf) for leaf in leaves[head.size : until])
        grow(head, definition, tree, until, new)
        as_of = definition.opens_at + (n if n < 3 else n + 1) * reports.INTERVAL  # one is missing
        before = chain[-1] if chain else None
        chain.append(reports.compose(definition, head, before, mark, as_of=as_of))
        mark = reports.marked(mark, chain[-1], head)
    chain.append(last(definition, papers, head, chain[-1], unopened))
    (folder / "leaves.jsonl").write_bytes(b"".join(leaf + b"\n" for leaf in leaves))
    opened = (
        kit.unopened(n) if n in unopened else kit.opening(n, paper.code, paper.answers)
        for n, paper in enumerate(papers)
    )
    (folder / "openings.jsonl").write_bytes(b"".join(opened))
    told = [canonical(content).decode() for content in chain]
    kit.write(folder, definition, reports=told, checkpoint=head.checkpoint, roll=votes)
    return folder


def a_made_up_kit(folder, changed, *, asked):
    """A kit of a city that deceives: one vote, of whom the last question is asked or not, has
    other answers than it could have."""
    questions = (*ASKED, DEPENDING[0])
    papers = random_papers(20, Random(3), questions)  # noqa: S311
    paper = next(p for p in papers if conditions.asks(DEPENDING[0], p.answers) is asked)
    answers = {**paper.answers, **changed}
    paper.answers = {name: said for name, said in answers.items() if said is not None}
    return a_kit(folder, 20, asked=questions, papers=papers)


def grow(head, definition, tree, size, papers):
    added = (counting.figures(paper, definition) for paper in papers)
    head.counts = counting.add([head.counts, *added])
    head.size = size
    point = Checkpoint(signing.origin(definition.id), size, tree.root)
    head.checkpoint = signing.sign(point.text, ballot=definition.id)


def last(definition, papers, head, before, unopened):
    opened = [paper.answers for n, paper in enumerate(papers) if n not in unopened]
    ranks = [question.id for question in definition.questions if question.type is Type.RANK]
    ranked = {name: [said[name] for said in opened if name in said] for name in ranks}
    told = counting.results(definition, head.counts, ranked)
    final = Final(len(papers), tuple(unopened), told)
    end = definition.closes_at + timedelta(minutes=13)
    return reports.compose(definition, head, before, as_of=end, final=final)


def random_papers(many, lot, asked=ASKED):
    return [
        SimpleNamespace(
            answers=random_answers(asked, lot),
            code=f"{lot.getrandbits(128):032x}",
            level=lot.choice([1, 2]),
            district=lot.choice(["kluuvi", "kallio", "pasila", ""]),
            age="25-34",
        )
        for _ in range(many)
    ]


def random_answers(asked, lot):
    answers = {}
    for question in asked:
        if conditions.asks(question, answers):
            answers[question.id] = random_answer(question, lot)
    return answers


def random_answer(question, lot):
    """Options in an order by which the first are chosen more often, as far as they may be."""
    options = [option.id for option in question.options]
    liked = sorted(options, key=lambda option: lot.random() * (1 + options.index(option)))
    chosen = liked[: lot.randint(0, question.most)]
    costs = {option.id: option.cost for option in question.options}
    while question.budget and sum(costs[option] for option in chosen) > question.budget:
        chosen.pop()
    return chosen if question.type is Type.RANK else sorted(chosen)


def _leaf(definition, paper):
    h = codes.locator(definition.id, paper.code)
    return codes.leaf(h, codes.commitment(definition.id, paper.code, paper.answers))
