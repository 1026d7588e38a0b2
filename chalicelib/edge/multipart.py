"""Forms with files (multipart/form-data, RFC 7578), as browsers send them."""

from email.message import Message as Part
from email.parser import BytesParser
from typing import NamedTuple

from chalicelib.errors import Invalid

KIND = "multipart/form-data"


class Parts(NamedTuple):
    """What was typed, by its field; and of files what is in them, if any was chosen."""

    texts: dict[str, list[str]]
    files: dict[str, bytes]


def read(body: str | bytes, kind: str) -> Parts:
    """The fields of a form whose content type is ``kind``; `Invalid` if it is none."""
    texts: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for part in _parts(body.encode() if isinstance(body, str) else body, kind):
        name, file, content = _told(part)
        if name and file:
            files[name] = content
        elif name and file is None:
            texts.setdefault(name, []).append(content.decode(errors="replace"))
    return Parts(texts, files)


def _parts(body: bytes, kind: str) -> list[Part]:
    try:
        whole = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    except RecursionError as error:  # parts within parts within parts
        raise Invalid("the form could not be read") from error
    parts = whole.get_payload()
    if not isinstance(parts, list):
        raise Invalid("the form could not be read")
    return [part for part in parts if isinstance(part, Part)]


def _told(part: Part) -> tuple[str, str | None, bytes]:
    """What the field is called; its file, «» if none was chosen, None if it takes none; and what
    is in it."""
    name = part.get_param("name", "", header="content-disposition")
    content = part.get_payload(decode=True)
    return str(name), part.get_filename(), content if isinstance(content, bytes) else b""
