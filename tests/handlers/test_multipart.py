"""Forms with files, however odd: read, or refused in words."""

import pytest

from chalicelib.edge import multipart
from chalicelib.errors import Invalid

KIND = "multipart/form-data; boundary=b"


def form(*parts):
    return b"".join(b"--b\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)


def read(*parts):
    return multipart.read(form(*parts) + b"--b--\r\n", KIND)


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n", b"a\r\nb\n\nc", bytes(range(256)), "что\n".encode("utf-16"), b"--b no end"],
)
def test_a_file_is_what_it_was_to_the_byte(content):
    found = read(
        b'name="file"; filename="\xd0\xb0.csv"\r\nContent-Type: text/csv\r\n\r\n' + content
    )

    assert found.files == {"file": content}


def test_what_was_typed_is_text_and_a_file_that_was_not_chosen_is_none():
    found = read(
        b'name="rows"\r\n\r\n\xd1\x8f\r\n2', b'name="a"\r\n\r\n1', b'name="a"\r\n\r\n2',
        b'name="file"; filename=""\r\n\r\n',
    )  # fmt: skip

    assert found == ({"rows": ["я\r\n2"], "a": ["1", "2"]}, {})


def nested(depth):
    inner = b"x"
    for n in range(depth):
        inner = b"Content-Type: multipart/mixed; boundary=n%d\r\n\r\n--n%d\r\n%s" % (n, n, inner)
    return b'name="file"; filename="f"\r\n' + inner


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", KIND),
        (b"rows=1", KIND),
        (form(b'name="a"\r\n\r\n1'), "multipart/form-data"),
        (form(nested(3000)), KIND),
    ],
)
def test_what_is_no_such_form_is_refused(body, kind):
    with pytest.raises(Invalid, match="could not be read"):
        multipart.read(body, kind)
