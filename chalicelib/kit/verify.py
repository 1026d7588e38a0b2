#!/usr/bin/env python3
"""Recount a ballot from its audit kit, without trusting whoever published it.

    python verify.py audit.zip        or the folder into which it was unpacked

Needs Python 3.9 or later and nothing else; it asks nobody on the network. It is one file, however
long, so that it can be handed on and read in one go: first what is checked, in order, below it how.
Exit code 0: all is in order; 1: something is not, and it is named.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

FILES = [
    *("ballot.json", "checkpoint.txt", "key.txt", "leaves.jsonl", "openings.jsonl"),
    *("reports.jsonl", "verify.html", "verify.py"),
]
SEALED = "contents.txt"  # names every other file with its digest, and is signed
INTERVAL = timedelta(minutes=10)
STEP = 25  # votes, after which it is told from where those of the step before came
FEW = 5  # people; a figure by level or district moves by fewer never


Point = tuple[int, int, int, int]
Figure = tuple[str, str, str]  # a question, what is counted, of which option


class Wrong(Exception):
    """What is not as it should be, in words for whoever checks."""


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    kit, failed = Kit(), 0
    for name, check in CHECKS:
        try:
            print(
                f"  ok    {name:<10}{check(kit) if name != 'files' else check(kit, arguments[0])}"
            )
        except MALFORMED as error:
            failed += 1
            print(f"  FAIL  {name:<10}{told(error)}")
    if failed:
        print(f"\nNot in order: {failed} of {len(CHECKS)} checks failed.")
        return 1
    print(f"\nAll is in order. It was signed with this key:\n  {kit.key}")
    print("Compare it with the key that the city publishes on its own site and elsewhere.")
    print("What nobody outside can recount: from which districts votes came, and of which level.")
    return 0


class Kit:
    """What was read so far; each check leaves here what the next ones need."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.key = self.id = self.origin = ""
        self.public = b""
        self.said: dict[str, str] = {}  # by the signed list of contents, beside digests
        self.ballot: Any = None
        self.reports: list[Any] = []
        self.step: Any = {"total": 0}  # where the last one ended: a report, its moment, its votes
        self.answers: list[Any] = []  # of each leaf; None where nobody can open it

    def text(self, name: str) -> str:
        if name not in self.files:
            wrong(f"{name} is missing")
        try:
            return self.files[name].decode()
        except UnicodeDecodeError:
            return wrong(f"{name} is no text")

    def lines(self, name: str) -> Iterator[tuple[str, Any]]:
        """Each line with its place and what it says; it has to be canonical JSON."""
        text = self.text(name)
        if text and not text.endswith("\n"):
            wrong(f"{name} does not end with a line: it was cut off")
        for number, line in enumerate(text.split("\n")[:-1]):
            value = json.loads(line)
            if canonical(value) != line.encode():
                wrong(f"{name}, line {number + 1}: it is not canonical JSON")
            yield line, value


def check_files(kit: Kit, place: str) -> str:
    """Every file is there, none is too many, and each is what the city signed."""
    kit.files = read_all(Path(place))
    read_key(kit)
    head, *lines = signed(kit, kit.text(SEALED), SEALED).splitlines()
    kit.id = head.removeprefix("audit kit of ")
    kit.said = dict(line.split(" ") for line in lines if "  " not in line)
    digests = {name: value for value, name in (ln.split("  ") for ln in lines if "  " in ln)}
    for name in sorted({*digests, *FILES, *kit.files} - {SEALED}):
        if name not in kit.files:
            wrong(f"{name} is missing")
        if name not in digests:
            wrong(f"{name} is not among what the city signed")
        if sha256(kit.files[name]).hex() != digests[name]:
            wrong(f"{name} was changed after it was signed")
    return f"{len(digests)} files, each as it was signed"


def check_ballot(kit: Kit) -> str:
    """The question is the one that was frozen."""
    text = kit.text("ballot.json").encode()
    kit.ballot = json.loads(text)
    if canonical(kit.ballot) != text:
        wrong("ballot.json is not canonical JSON")
    if kit.ballot["id"] != kit.id:
        wrong(f"ballot.json is of {kit.ballot['id']}, the kit of {kit.id}")
    if sha256(text).hex() != kit.said["wording"]:
        wrong("the wording is not the one that was frozen")
    return f"{kit.id} “{kit.ballot['title']['en']}”, its wording is {kit.said['wording']}"


def check_openings(kit: Kit) -> str:
    """Each code and its answers are what the log holds: h finds, c binds."""
    leaves = [value for _, value in kit.lines("leaves.jsonl")]
    seen: set[str] = set()
    for index, (_, opening) in enumerate(kit.lines("openings.jsonl")):
        if opening["index"] != index or index >= len(leaves):
            wrong(f"opening {index}: it is out of order, or opens no leaf")
        kit.answers.append(check_opening(kit, leaves[index], opening))
        if leaves[index]["h"] in seen:
            wrong(f"leaf {index}: its code is used twice")
        seen.add(leaves[index]["h"])
    if len(kit.answers) != len(leaves):
        wrong(f"{len(leaves)} leaves, but {len(kit.answers)} openings")
    unopened = [index for index, answers in enumerate(kit.answers) if answers is None]
    if unopened:
        wrong(f"nobody can open these leaves, as the city says itself: {unopened}")
    return f"{len(leaves)} votes opened, each is what the log holds"


def check_opening(kit: Kit, leaf: Any, opening: Any) -> Any:
    index, answers = opening["index"], opening.get("answers")
    if answers is None:
        return None
    said = f"{kit.id}|{opening['code']}"
    if sha256(f"agv1-loc|{said}".encode()).hex() != leaf["h"]:
        wrong(f"leaf {index}: the code is not the one of its h")
    if sha256(f"agv1-vote|{said}|".encode() + canonical(answers)).hex() != leaf["c"]:
        wrong(f"leaf {index}: the answers are not those of its c")
    check_answers(kit.ballot["questions"], answers, f"leaf {index}")
    return answers


def check_answers(questions: Any, answers: Any, leaf: str) -> None:
    """What this vote was asked was answered as was allowed, and nothing else."""
    if not set(answers) <= {question["id"] for question in questions}:
        wrong(f"{leaf}: it does not answer what was asked")
    for question in questions:
        where, is_answered = f"{leaf}, {question['id']}", question["id"] in answers
        if is_answered and not is_asked(question, answers):
            wrong(f"{where}: it answers a question that it was not asked")
        if not is_answered and is_asked(question, answers):
            wrong(f"{leaf}: it does not answer what was asked")
        check_answer(question, answers.get(question["id"], []), where)


def is_asked(question: Any, answers: Any) -> bool:
    """Whether this vote was asked: a question may depend on what was chosen in an earlier one."""
    needed = question.get("only_if")
    return not needed or not set(needed["options"]).isdisjoint(answers.get(needed["question"], []))


def check_answer(question: Any, chosen: Any, where: str) -> None:
    """One answer is among those that were allowed."""
    costs = {option["id"]: option.get("cost", 0) for option in question["options"]}
    if len(set(chosen)) != len(chosen) or not set(chosen) <= set(costs):
        wrong(f"{where}: what was chosen is not among the options")
    if len(chosen) > max(1, question.get("most", 1)) and question["type"] != "budget":
        wrong(f"{where}: more is chosen than was allowed")
    if question["type"] == "budget" and sum(map(costs.__getitem__, chosen)) > question["budget"]:
        wrong(f"{where}: more is spent than there was")


def check_log(kit: Kit) -> str:
    """Each checkpoint is signed, and stands for a beginning of the same list of leaves."""
    points = {kit.text("checkpoint.txt"): "checkpoint.txt"}
    for _, report in kit.lines("reports.jsonl"):
        if report["log"]["checkpoint"]:
            points.setdefault(report["log"]["checkpoint"], f"report {report['seq']}")
    claims = [check_point(kit, note, where) for note, where in points.items()]
    leaves, roots = roots_of(kit, {size for size, _, _ in claims})
    if claims[0][0] != leaves:
        wrong(f"checkpoint.txt speaks of {claims[0][0]} leaves, there are {leaves}")
    for size, root, where in claims:
        if roots.get(size) != root:
            wrong(f"the checkpoint of {where}: the first {size} leaves have another root")
    return f"{leaves} leaves, {len(points)} checkpoints signed and consistent"


def roots_of(kit: Kit, sizes: set[int]) -> tuple[int, dict[int, bytes]]:
    """How large the log is, and its roots when it had these sizes."""
    size, roots = 0, {}
    for size, root in enumerate(grown(line for line, _ in kit.lines("leaves.jsonl"))):
        if size in sizes:
            roots[size] = root()
    return size, roots


def check_point(kit: Kit, note: str, where: str) -> tuple[int, bytes | None, str]:
    origin, size, root, *_ = signed(kit, note, f"the checkpoint of {where}").split("\n")
    if origin != kit.origin:
        wrong(f"the checkpoint of {where} is of another log")
    return int(size), decoded(root), where


def check_reports(kit: Kit) -> str:
    """Reports are bound to each other, none was changed, left out or put in."""
    before: Any = None
    for _, report in kit.lines("reports.jsonl"):
        check_report(kit, before, report, f"report {report['seq']}")
        kit.reports.append(report)
        before = report
    if not before or "final" not in before:
        wrong("the last report is missing")
    gaps = [gap for report in kit.reports for gap in report["missed"]]
    told = ", ".join(f"{gap['from']} to {gap['to']} ({gap['n']})" for gap in gaps)
    return f"{len(kit.reports)} reports, none rewritten; missed: {told or 'none'}"


def check_report(kit: Kit, before: Any, report: Any, name: str) -> None:
    own = {key: value for key, value in report.items() if key != "sha256"}
    if sha256(canonical(own)).hex() != report["sha256"]:
        wrong(f"{name}: its digest is not its own, it was changed")
    if report["prev_sha256"] != (before["sha256"] if before else ""):
        wrong(f"{name}: it does not follow the report before it")
    if report["seq"] != (before["seq"] if before else 0) + 1 or report["ballot_id"] != kit.id:
        wrong(f"{name}: its number or its ballot is wrong")
    if before and "final" in before:
        wrong(f"{name}: it comes after the last one")
    check_times(kit, before, report, name)
    check_turnout(before, report, name)
    check_people(kit, before, report, name)


def check_times(kit: Kit, before: Any, report: Any, name: str) -> None:
    """No report lies within another's interval, and every gap is told."""
    since, until = moment(before["as_of"] if before else kit.ballot["opens_at"]), report["as_of"]
    if before and moment(until) - timedelta(seconds=report["interval_s"]) < since:
        wrong(f"{name}: its time lies within that of the report before it")
    if report["missed"] != gap_between(since, moment(until), first=not before):
        wrong(f"{name}: it does not tell which reports are missing before it")
    if [moment(part["from"]) for part in report["bins"]] != [since]:
        wrong(f"{name}: its votes are not counted from the report before it")


def gap_between(since: datetime, until: datetime, *, first: bool) -> list[Any]:
    """The marks of ten minutes between two reports; that of the opening is one of them."""
    start, end = marked(since), marked(until)
    start += INTERVAL if start < since or not first else timedelta()
    end -= INTERVAL if end == until else timedelta()
    ends = {"from": f"{start:%Y-%m-%dT%H:%M:%SZ}", "to": f"{end:%Y-%m-%dT%H:%M:%SZ}"}
    return [{**ends, "n": (end - start) // INTERVAL + 1}] if start <= end else []


def marked(at: datetime) -> datetime:
    return at - timedelta(minutes=at.minute % 10, seconds=at.second)


def check_turnout(before: Any, report: Any, name: str) -> None:
    turnout, log = report["turnout"], report["log"]
    point = (log["checkpoint"] or f"\n0\n{base64.b64encode(sha256(b'')).decode()}\n").split("\n")
    if [str(log["size"]), log["root"]] != point[1:3]:
        wrong(f"{name}: its log is not that of its checkpoint")
    if report["bins"][0]["n"] != turnout["total"] - (before["turnout"]["total"] if before else 0):
        wrong(f"{name}: the votes since the report before it do not add up")
    if report["bins"][0]["n"] < 0 or log["size"] < (before["log"]["size"] if before else 0):
        wrong(f"{name}: the log became shorter")


def check_people(kit: Kit, before: Any, report: Any, name: str) -> None:
    """Level and district are told so that nobody is recognised by what a report adds."""
    turnout, known = report["turnout"], told_before(before)
    basis = None if "final" in report else basis_of(kit, before, report)
    if turnout.get("basis") != basis:
        wrong(f"{name}: its votes by level and district are not as of the step before")
    votes = turnout["total"] if "final" in report else basis["total"] if basis else 0
    if any(sum(figures.values()) > votes for figures in people(turnout)):
        wrong(f"{name}: more votes by level or district than votes")
    may = may_end if "final" in report else may_step if basis != known.get("basis") else may_stay
    for now, was in zip(people(turnout), people(known)):  # noqa: B905  # Python 3.9
        check_moves(was, now, may, name)


def check_moves(was: Any, now: Any, may: Callable[[int, int], bool], name: str) -> None:
    for place in sorted({*now, *was}):
        known, n = was.get(place, 0), now.get(place, 0)
        if not may(known, n):
            wrong(f"{name}: {place} goes from {known} to {n}, which it may not")


def may_stay(was: int, n: int) -> bool:
    """Until a step is over, every figure is the one that was told before."""
    return n == was


def may_step(was: int, n: int) -> bool:
    return n == was or n - was >= FEW


def may_end(was: int, n: int) -> bool:
    """In the last report a figure is hidden, or is of five people and no fewer than were told."""
    return n == 0 or n >= max(FEW, was)


def basis_of(kit: Kit, before: Any, report: Any) -> Any:
    """Which report's votes are told by level and district. A step ends with the report by which 25
    votes have come since the last one ended, and is told when the next one ends: so no vote is told
    among fewer than 25, whatever the last report adds."""
    total, basis = report["turnout"]["total"], told_before(before).get("basis")
    if total - kit.step["total"] >= STEP:
        basis = kit.step if "seq" in kit.step else None
        kit.step = {"as_of": report["as_of"], "seq": report["seq"], "total": total}
    return basis


def told_before(report: Any) -> Any:
    return report["turnout"] if report else {"by_level": {}, "by_district": []}


def people(turnout: Any) -> tuple[Any, Any]:
    return turnout["by_level"], {cell["area"]: cell["n"] for cell in turnout["by_district"]}


def check_count(kit: Kit) -> str:
    """The figures of each report, recounted from the votes that were in the log by then."""
    counts: Counter[Figure] = Counter()
    done = votes = recounted = 0
    for report in kit.reports:
        until = report["log"]["size"]
        counts.update(all_figures(kit, done, until))
        votes += sum(answers is not None for answers in kit.answers[done:until])
        done = max(done, until)
        if report["turnout"]["total"] != votes:
            wrong(f"report {report['seq']}: recounted, the turnout is {votes}")
        if "questions" in report:
            recounted += 1
            check_figures(kit, report, counts)
    return f"the figures of {recounted} reports recounted"


def check_figures(kit: Kit, report: Any, counts: Counter[Figure]) -> None:
    for place, question in enumerate(kit.ballot["questions"]):
        mine = told_figures(question, counts)
        if report["questions"][place] != mine:
            wrong(f"report {report['seq']}, {question['id']}: recounted it is {brief(mine)}")
    if len(report["questions"]) != len(kit.ballot["questions"]):
        wrong(f"report {report['seq']}: it tells of questions that were not asked")


def check_result(kit: Kit) -> str:
    """What the last report says became of each question."""
    final, questions = kit.reports[-1], kit.ballot["questions"]
    result = final["final"]["results"]
    if result["by_level"] and sum(result["by_level"].values()) != result["votes"]:
        wrong("the votes by level are not all votes")
    if [result["votes"], result["by_level"]] != [
        final["turnout"]["total"],
        final["turnout"]["by_level"],
    ]:
        wrong("the result speaks of other votes than the report")
    if result["advisory"] != (result["votes"] < kit.ballot.get("quorum", 0)):
        wrong("whether the quorum was reached is not as the ballot says")
    if [told_of["id"] for told_of in result["questions"]] != [q["id"] for q in questions]:
        wrong("the result does not tell of every question")
    for question, theirs in zip(questions, result["questions"]):  # noqa: B905  # Python 3.9
        check_levels(theirs, result["by_level"])
        opened = [answers for answers in kit.answers if answers and is_asked(question, answers)]
        mine = outcome(question, [answers[question["id"]] for answers in opened])
        check_outcome(mine, theirs)
    return f"the result of {len(questions)} questions recounted"


def check_outcome(mine: Any, theirs: Any) -> None:
    """Everything that is said of a question, but by level: that nobody outside can recount."""
    theirs = {**theirs, "options": [without(option, "by_level") for option in theirs["options"]]}
    for name in sorted({*mine, *theirs}):
        if mine.get(name) != theirs.get(name):
            wrong(f"{mine['id']}: {name} is {brief(mine.get(name))} when recounted")


def check_levels(told_of: Any, levels: Any) -> None:
    """By level, the same votes: nobody outside can recount them, but they have to add up."""
    for option in told_of["options"]:
        by_level = option.get("by_level", {})
        if by_level and (sum(by_level.values()) != option["n"] or set(by_level) != set(levels)):
            wrong(f"{told_of['id']}.{option['id']}: the votes by level do not add up")


def check_roll(kit: Kit) -> str:
    """As many people took part as there are votes: none was added, none left out."""
    final, leaves = kit.reports[-1]["final"], len(kit.answers)
    if str(final["roll"]) != kit.said["roll"]:
        wrong("the roll of the last report is not the one that was signed")
    if final["unopened"] != [n for n, answers in enumerate(kit.answers) if answers is None]:
        wrong("the last report does not tell which leaves nobody can open")
    if not final["roll"] == leaves == kit.reports[-1]["log"]["size"]:
        wrong(f"{final['roll']} people on the roll, but {leaves} votes in the log")
    return f"{leaves} people on the roll, as many votes in the log"


CHECKS: list[tuple[str, Callable[..., str]]] = [
    ("files", check_files),
    ("ballot", check_ballot),
    ("openings", check_openings),
    ("log", check_log),
    ("reports", check_reports),
    ("count", check_count),
    ("result", check_result),
    ("roll", check_roll),
]
# What may come of reading a kit in which anything was changed.
MALFORMED: tuple[type[BaseException], ...] = (
    *(Wrong, LookupError, ValueError, TypeError, AttributeError, OSError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
)


def all_figures(kit: Kit, since: int, until: int) -> Iterator[Figure]:
    """What the votes of these leaves add."""
    for answers in kit.answers[since:until]:
        if answers is not None:
            for question in kit.ballot["questions"]:
                if is_asked(question, answers):
                    yield from figures(question, answers[question["id"]])


def figures(question: Any, chosen: Any) -> Iterator[Figure]:
    """What one answer adds: a ranking one for the first, and points for all."""
    name, ranked = question["id"], question["type"] == "rank"
    if "only_if" in question:
        yield name, "asked", ""
    if not chosen:
        yield name, "abstain", ""
    for option in chosen[:1] if ranked else chosen:
        yield name, "n", option
    for place, option in enumerate(chosen if ranked else (), start=1):
        for _ in range(len(question["options"]) - place):
            yield name, "borda", option


def told_figures(question: Any, counts: Any) -> Any:
    name, ranked = question["id"], question["type"] == "rank"
    options = []
    for option in (option["id"] for option in question["options"]):
        points = {"borda": counts[name, "borda", option]} if ranked else {}
        options.append({"id": option, "n": counts[name, "n", option], **points})
    asked = {"asked": counts[name, "asked", ""]} if "only_if" in question else {}
    return {"id": name, "options": options, "abstain": counts[name, "abstain", ""], **asked}


def outcome(question: Any, answers: Sequence[Any]) -> Any:
    """The result of one question, counted here by the rules that were published."""
    counts = Counter(figure for chosen in answers for figure in figures(question, chosen))
    told_of = told_figures(question, counts)
    points = {option["id"]: option.get("borda", option["n"]) for option in told_of["options"]}
    most = max(points.values())
    leading = [option for option, n in points.items() if n == most and n]
    tied = leading if len(leading) > 1 else []
    result = {**told_of, "type": question["type"], "leading": leading}
    if question["type"] == "rating" and len(answers) > told_of["abstain"]:
        result["mean"] = mean({int(option): n for option, n in points.items()})
    if question["type"] == "rank":
        result["runoff"] = runoff(list(points), answers)
    if question["type"] == "budget":
        result["funded"], tied = funded(question, points)
    return {**result, "tied": tied} if tied else result


def mean(marks: dict[int, int]) -> str:
    people, total = sum(marks.values()), sum(mark * n for mark, n in marks.items())
    hundredths = (200 * total + people) // (2 * people)  # half a hundredth is rounded up
    return f"{hundredths // 100}.{hundredths % 100:02}"


def funded(question: Any, votes: dict[str, int]) -> tuple[list[str], list[str]]:
    """Who is paid, and whom the rule parted that had equally many votes."""
    costs = {option["id"]: option.get("cost", 0) for option in question["options"]}
    left, paid = question["budget"], []
    for option in sorted(votes, key=lambda option: (-votes[option], costs[option])):
        if votes[option] and costs[option] <= left:
            left -= costs[option]
            paid.append(option)
    within = {votes[option] for option in paid}
    without = {n for option, n in votes.items() if n and option not in paid}
    return paid, [option for option, n in votes.items() if n in within & without]


def runoff(options: list[str], rankings: Sequence[Sequence[str]]) -> Any:
    """The weakest goes out, round by round, until one has more than half or all have the same."""
    rounds: list[Any] = []
    kinds = Counter(tuple(ranking) for ranking in rankings)
    while True:
        votes = dict.fromkeys(options, 0)
        for ranking, n in kinds.items():
            for first in [option for option in ranking if option in votes][:1]:
                votes[first] += n
        most, voting = max(votes.values()), sum(votes.values())
        decided = 2 * most > voting or len(set(votes.values())) == 1
        out = None if decided else weakest([votes, *(r["votes"] for r in reversed(rounds))])
        rounds.append({"votes": votes, "exhausted": len(rankings) - voting, "out": out})
        if out is None:
            winners = [option for option, n in votes.items() if n == most and n]
            return {"rounds": rounds, "winners": winners}
        options = [option for option in options if option != out]


def weakest(rounds: Sequence[dict[str, int]]) -> str:
    """Who has the fewest now; of several who had fewer before; of those who is listed last."""
    left = list(rounds[0])
    for votes in rounds:
        fewest = min(votes[option] for option in left)
        left = [option for option in left if votes[option] == fewest]
    return left[-1]


def grown(leaves: Iterator[str]) -> Iterator[Callable[[], bytes]]:
    """A Merkle tree (RFC 6962, section 2.1): for each size, from none on, how to get the root."""
    peaks: list[tuple[int, bytes]] = []  # whole subtrees: how many leaves, and the root

    def root() -> bytes:
        top = peaks[-1][1] if peaks else sha256(b"")
        for _, peak in reversed(peaks[:-1]):
            top = sha256(b"\x01" + peak + top)
        return top

    yield root
    for leaf in leaves:
        size, top = 1, sha256(b"\x00" + leaf.encode())
        while peaks and peaks[-1][0] == size:
            size, top = 2 * size, sha256(b"\x01" + peaks.pop()[1] + top)
        peaks.append((size, top))
        yield root


def read_key(kit: Kit) -> None:
    """The verifier key of the kit: ``name+hash+key`` (C2SP signed-note)."""
    kit.key = kit.text("key.txt").strip()
    name, *rest = kit.key.split("+", 2)
    encoded = decoded(rest[1]) if len(rest) == 2 else None
    if not encoded or encoded[:1] != b"\x01" or rest[0] != key_id(name, encoded):
        wrong("key.txt is no key, or its digest is not its own")
    kit.origin, kit.public = name, encoded


def key_id(name: str, encoded: bytes) -> str:
    return sha256(f"{name}\n".encode() + encoded).hex()[:8]


def signed(kit: Kit, note: str, what: str) -> str:
    """The text of a signed note (C2SP signed-note), if the kit's key has signed it."""
    text, _, below = note.rpartition("\n\n")
    for line in below.splitlines():
        dash, name, encoded, *more = [*line.split(" "), "", ""]
        signature = decoded(encoded) or b""
        if (dash, name, *more[:1]) != ("—", kit.origin, "") or len(signature) != 68:
            continue
        if signature[:4].hex() == key_id(kit.origin, kit.public) and verified(
            kit.public[1:], f"{text}\n".encode(), signature[4:]
        ):
            return f"{text}\n"
    return wrong(f"{what} is not signed by the city")


# Ed25519, RFC 8032: points of the curve are (X, Y, Z, T), x = X/Z, y = Y/Z, x·y = T/Z.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493  # the order of the base point
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


@cache
def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is right: S·B - k·A gives the R that it names."""
    if len(public) != 32 or len(signature) != 64:
        return False
    first, s = signature[:32], int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(first + public + message).digest(), "little") % Q
    point = decompressed(public)
    if point is None or s >= Q:
        return False
    negative = (P - point[0], point[1], 1, P - point[3])
    return compressed(added(times(s, BASE), times(k, negative))) == first


def added(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2]
    e, f, g, h = (b - a) % P, d - c, d + c, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """By a table of multiples, for the same two points are multiplied again and again."""
    total: Point = NEUTRAL
    for row in table(point):
        if number & 15:
            total = added(total, row[number & 15])
        number >>= 4
    return total


@cache
def table(point: Point) -> list[list[Point]]:
    """For each of 64 hexadecimal digits the point, times 16 for each place, times 0 to 15."""
    rows = []
    for _ in range(64):
        row: list[Point] = [NEUTRAL]
        for _ in range(16):
            row.append(added(row[-1], point))
        rows.append(row)
        point = row[16]
    return rows


def decompressed(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for; None if they stand for none (RFC 8032, 5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def compressed(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompressed((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def read_all(place: Path) -> dict[str, bytes]:
    """Every file of a zip or a folder, by its name."""
    if place.is_dir():
        return {file.name: file.read_bytes() for file in place.iterdir() if file.is_file()}
    content = place.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    if b"".join(packed(files)) != content:
        wrong("the zip was changed beside the files in it")
    return files


def packed(files: dict[str, bytes]) -> Iterator[bytes]:
    """The zip of these files as the city makes it: not compressed, and without any dates."""
    start, index = 0, []
    for name, content in sorted(files.items()):
        sizes = (zlib.crc32(content), len(content), len(content), len(name), 0)
        header = struct.pack("<5H3L2H", 20, 0, 0, 0, 33, *sizes)
        place = struct.pack("<3H2L", 0, 0, 0, 0o100644 << 16, start)
        index.append(b"PK\1\2\x14\3" + header + place + name.encode())
        yield b"PK\3\4" + header + name.encode()
        yield content
        start += 30 + len(name) + len(content)
    yield b"".join(index)
    length = sum(map(len, index))
    yield b"PK\5\6" + struct.pack("<4H2LH", 0, 0, len(index), len(index), length, start, 0)


def canonical(value: Any) -> bytes:
    """JSON by RFC 8785: keys are sorted, no white space; our numbers are whole."""
    return ENCODER.encode(value).encode()


ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  # all are UTC


def decoded(text: str) -> bytes | None:
    """What base64 stands for; None if it is none, or written otherwise than it should be."""
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return value if base64.b64encode(value).decode() == text else None


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name != key}


def brief(value: Any) -> str:
    text = canonical(value).decode()
    return text if len(text) < 200 else f"{text[:200]}…"


def told(error: BaseException) -> str:
    return str(error) if isinstance(error, Wrong) else f"it cannot be read: {error!r}"


def wrong(what: str) -> NoReturn:
    raise Wrong(what)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
