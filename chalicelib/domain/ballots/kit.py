"""The audit kit: all that anybody needs to recount a ballot, in files that are signed together.

`chalicelib/kit/verify.py` reads what is written here; what each file holds is told in
`docs/ballots.md`. The same ballot gives the same bytes.
"""

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from chalicelib.domain.ballots import signing
from chalicelib.domain.ballots.definition import Answers, Definition, canonical

VERIFIER = Path(__file__).parents[2] / "kit"
NAME = "audit.zip"
CONTENTS = "contents.txt"
KINDS = {
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".txt": "text/plain; charset=utf-8",
    ".py": "text/x-python; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
MADE = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name: the same in every one
PERMISSIONS, UNIX = 0o100644 << 16, 3


def opening(index: int, code: str, answers: Answers) -> bytes:
    """A line of ``openings.jsonl``: by this code anybody recomputes h and c."""
    return canonical({"index": index, "code": code, "answers": answers}) + b"\n"


def unopened(index: int) -> bytes:
    """The line of a leaf that nobody can open: a discrepancy, told and not hidden."""
    return canonical({"index": index}) + b"\n"


def write(
    folder: Path,
    definition: Definition,
    *,
    reports: Iterable[str],
    checkpoint: str,
    roll: int,
) -> None:
    """Complete the folder, in which ``leaves.jsonl`` and ``openings.jsonl`` lie already."""
    ballot = canonical(definition)
    (folder / "ballot.json").write_bytes(ballot)
    (folder / "checkpoint.txt").write_text(checkpoint, encoding="utf-8")
    (folder / "key.txt").write_text(signing.verifier(definition.id) + "\n", encoding="utf-8")
    with (folder / "reports.jsonl").open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(f"{report}\n" for report in reports)
    (folder / "verify.py").write_bytes((VERIFIER / "verify.py").read_bytes())
    (folder / "verify.html").write_text(in_a_browser(), encoding="utf-8")
    digests = {file.name: _digest(file) for file in sorted(folder.iterdir())}
    wording = hashlib.sha256(ballot).hexdigest()
    text = contents(definition.id, {"wording": wording, "roll": str(roll)}, digests)
    signed = signing.sign(text, ballot=definition.id)
    (folder / CONTENTS).write_text(signed, encoding="utf-8")


def contents(ballot: str, said: Mapping[str, str], digests: Mapping[str, str]) -> str:
    """What the city signs of a kit: whose it is, and the SHA-256 of every other file."""
    lines = [f"audit kit of {ballot}", *(f"{name} {value}" for name, value in said.items())]
    return "\n".join([*lines, *(f"{digest}  {name}" for name, digest in digests.items()), ""])


def in_a_browser() -> str:
    """The verifier as one page, which runs from a disk: its script and style are laid into it."""
    page = (VERIFIER / "verify.html").read_text(encoding="utf-8")
    for tag, names in (("script", ("verify_words.js", "verify.js")), ("style", ("verify.css",))):
        text = "".join((VERIFIER / name).read_text(encoding="utf-8") for name in names)
        page = page.replace(f"<{tag}></{tag}>", f"<{tag}>\n{text}</{tag}>")
    return page


def pack(folder: Path, into: IO[bytes]) -> None:
    """All files of the folder as one, with nothing in it of when and where it was made.

    They are not compressed: each byte of the zip is then told by the files in it, and a browser
    needs nothing to unpack it.
    """
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as whole:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, MADE)
            entry.external_attr, entry.create_system = PERMISSIONS, UNIX
            with file.open("rb") as source, whole.open(entry, "w") as target:
                shutil.copyfileobj(source, target)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
