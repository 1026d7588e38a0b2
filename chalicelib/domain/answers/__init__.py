"""Answers to a form: which questions are asked, whether the answers fit, and how people read them.

Pure: no table, no clock. What other code may use is listed here; the rest is private to answers.
"""

from chalicelib.domain.answers.checking import check, same_asked, same_kept, wrong
from chalicelib.domain.answers.conditions import Visible, drawn, entry, visible
from chalicelib.domain.answers.paths import Filed, files
from chalicelib.domain.answers.reading import from_texts, to_texts
from chalicelib.domain.answers.rows import Line, Part, rows
from chalicelib.domain.answers.schemas import Answers, fits

__all__ = [
    "Answers",
    "Filed",
    "Line",
    "Part",
    "Visible",
    "check",
    "drawn",
    "entry",
    "files",
    "fits",
    "from_texts",
    "rows",
    "same_asked",
    "same_kept",
    "to_texts",
    "visible",
    "wrong",
]
