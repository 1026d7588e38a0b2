"""Which people answer alike: where each lies among the others, and in which of two to five groups.

As Polis does it (Small et al. 2021, «Polis: Scaling Deliberation by Mapping High Dimensional
Opinion Spaces»). The same answers give the same groups. Whoever imports this module imports numpy;
only the worker that draws the map does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chalicelib.domain.ideas.typical import Counts
from chalicelib.domain.ideas.voices import Given

MOST_GROUPS = 5
FEWEST = 5  # people in a group: fewer would be known by what is said of them
STARTS = 8  # of k-means; the best is taken
ROUNDS = 100
SEED = 20141101
COMPARED = 10_000  # people with whom the silhouette is measured, of more every so-manieth
SHARE = 500  # of them at a time: 40 MB of distances

Numbers = NDArray[np.float64]
Labels = NDArray[np.int64]


class Grouped(NamedTuple):
    """Where people lie, in the order of the rows, and to which group each belongs, from nought on;
    the largest group is the first. ``best`` is how many groups the answers alone would give."""

    places: Numbers
    labels: Labels
    best: int


def grouped(answers: Numbers, steady: Callable[[int], int] = int) -> Grouped:
    """Put people who answer alike together: a row for each, a column for each statement, 1 agree,
    0 pass, -1 disagree, NaN not asked. ``steady`` says how many groups to make, if that can be,
    where the answers alone would give so many."""
    places = placed(answers)
    found = {k: _largest_first(clustered(places, k)) for k in range(2, MOST_GROUPS + 1)}
    large = {k: labels for k, labels in found.items() if _fewest(labels, k) >= FEWEST}
    if not large:
        return Grouped(places, np.zeros(len(places), dtype=np.int64), 1)
    measured = silhouettes(places, large)
    best = max(large, key=lambda k: (round(measured[k], 6), -k))
    return Grouped(places, large.get(steady(best), large[best]), best)


def placed(answers: Numbers) -> Numbers:
    """Where each person lies in the two directions in which answers differ most (PCA).

    An answer that is missing counts as the mean of its statement. That draws whoever answered few
    to the middle: they are moved out again by the square root of how many they left out, as Polis
    does. Of the two signs that a direction can have it gets the one with which its strongest
    statement is positive.
    """
    given = ~np.isnan(answers)
    often = given.sum(axis=0)
    means = np.nansum(answers, axis=0) / np.maximum(often, 1)
    centred = np.where(given, answers - means, 0.0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1][:, :2]
    strongest = axes[np.abs(axes).round(6).argmax(axis=0), range(axes.shape[1])]
    axes = axes * np.where(strongest < 0, -1.0, 1.0)
    moved_out = np.sqrt(answers.shape[1] / np.maximum(given.sum(axis=1), 1))
    places: Numbers = ((centred @ axes) * moved_out[:, None]).round(6)
    return places


def clustered(places: Numbers, k: int) -> Labels:
    """To which of ``k`` groups each belongs, so that they lie as close together as can be (k-means,
    k-means++)."""
    random = np.random.default_rng(SEED)
    tries = [_settled(places, _begun(places, k, random)) for _ in range(STARTS)]
    return min(tries, key=lambda labels: round(_spread(places, labels), 6))


def silhouettes(places: Numbers, labellings: Mapping[int, Labels]) -> dict[int, float]:
    """How clearly groups are apart, from -1 to 1, for each way to make them: the mean of how much
    nearer people are to their own group than to the next one (Rousseeuw 1987)."""
    step = -(-len(places) // COMPARED)
    some = places[::step]
    labels = {k: each[::step] for k, each in labellings.items()}
    sums: dict[int, list[Numbers]] = {k: [] for k in labels}
    members = {k: np.eye(k)[each] for k, each in labels.items()}
    for begin in range(0, len(some), SHARE):
        apart = _distances(some[begin : begin + SHARE], some)
        for k, of in members.items():
            sums[k].append(apart @ of)
    return {k: _silhouette(np.vstack(sums[k]), labels[k]) for k in labels}


def counted(answers: Numbers, of: NDArray[np.bool_]) -> list[Counts]:
    """How these people answered each statement."""
    some = answers[of]
    columns = ((some == 1).sum(axis=0), (some == -1).sum(axis=0), (~np.isnan(some)).sum(axis=0))
    return [Counts(*map(int, each)) for each in zip(*columns, strict=True)]


def table(given: Sequence[Given], people: int) -> Numbers:
    """Answers as `grouped` takes them, of so many people."""
    answers = np.full((people, len(given)), np.nan)
    for column, (who, what, _) in enumerate(given):
        answers[np.frombuffer(who, dtype=np.int32), column] = np.frombuffer(what, dtype=np.int8)
    return answers


def _silhouette(sums: Numbers, labels: Labels) -> float:
    """Of each person's summed distances to the members of each group."""
    sizes = np.bincount(labels, minlength=sums.shape[1]).astype(float)
    own = np.arange(len(labels)), labels
    within = sums[own] / np.maximum(sizes[labels] - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[:, sizes == 0] = np.inf
    means[own] = np.inf
    next_one = means.min(axis=1)
    widest = np.maximum(within, next_one)
    alone = (sizes[labels] < 2) | (widest == 0) | np.isinf(next_one)
    safe = np.where(alone, 1.0, widest)
    return float(np.where(alone, 0.0, (np.where(alone, 0.0, next_one) - within) / safe).mean())


def _begun(places: Numbers, k: int, random: np.random.Generator) -> Numbers:
    """Centres to begin with: each next one rather far from those before."""
    centres = [places[random.integers(len(places))]]
    while len(centres) < k:
        far = _distances(places, np.array(centres)).min(axis=1) ** 2
        total = far.sum()
        if not total:
            break  # there are fewer places than that
        centres.append(places[random.choice(len(places), p=far / total)])
    return np.array(centres)


def _settled(places: Numbers, centres: Numbers) -> Labels:
    labels = np.full(len(places), -1)
    for _ in range(ROUNDS):
        nearest = _distances(places, centres).argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        for group in np.unique(labels):
            centres[group] = places[labels == group].mean(axis=0)
    return labels


def _spread(places: Numbers, labels: Labels) -> float:
    """The sum of squared distances to the centres of groups."""
    return sum(
        float(((of - of.mean(axis=0)) ** 2).sum())
        for of in (places[labels == group] for group in np.unique(labels))
    )


def _largest_first(labels: Labels) -> Labels:
    """Of two groups of one size the one whose member comes first is the first."""
    groups, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    rank = {int(groups[n]): place for place, n in enumerate(np.lexsort((first, -sizes)))}
    return np.array([rank[int(label)] for label in labels], dtype=np.int64)


def _fewest(labels: Labels, k: int) -> int:
    return int(np.bincount(labels, minlength=k).min())


def _distances(some: Numbers, others: Numbers) -> Numbers:
    x = some[:, 0, None] - others[None, :, 0]
    y = some[:, 1, None] - others[None, :, 1]
    apart: Numbers = np.sqrt(x * x + y * y)
    return apart
