"""Statements that are like one that somebody writes, so that the same is not said a hundred times;
of 10,000 statements it is half a megabyte that is read (`stems`)."""

from chalicelib.domain.ideas import stems
from chalicelib.domain.ideas.stems import Shards, Stems
from chalicelib.models.base import together
from chalicelib.models.statement import HEAD, Statement

SHARDS = Shards(4, "problems-")
MOST_STEMS = 40
MOST = 5  # are shown
LEAST_COMMON, SHARE = 1, 0.3  # stems in common, and of the shorter one; a statement has few words


def learn(statement: Statement) -> None:
    """Let a published statement be found by its words; told twice it is the same."""
    SHARDS.keep(statement.project, statement.id, stems.packed(_stems(statement.text)))


def alike(project_id: str, text: str) -> list[Statement]:
    """The published statements that are most like a text, in two round trips."""
    shards = together(*SHARDS.items(project_id))
    known = {name: stems.unpacked(said) for name, said in stems.kept(shards)}
    scores = stems.scores(_stems(text), known, common=LEAST_COMMON, share=SHARE)
    closest = sorted(scores, key=lambda name: (-scores[name], name))[:MOST]
    found = together(*((Statement, name, HEAD) for name in closest))
    return [one for one in found if one]


def _stems(text: str) -> Stems:
    return stems.of([text], most=MOST_STEMS)
