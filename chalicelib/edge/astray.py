"""What a page does with a query that was never ours, or is not any more: whoever follows an old
link, or has changed the address by hand, still gets the page."""

import msgspec

from chalicelib.edge import forms, problems
from chalicelib.edge.call import Call


def read(call: Call, kind: type[forms.Form]) -> forms.Form:
    """The query of a page, without what cannot be read of it: the page then says what that is.
    `Unreadable` if the rest makes no query."""
    try:
        return forms.from_texts(call.query, kind)
    except forms.Unreadable as error:
        needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
        if needed - error.readable.keys():
            raise
        if not call.errors:  # of a form that was sent they are told before
            problems.tell(error, call)
        return kind(**error.readable)
