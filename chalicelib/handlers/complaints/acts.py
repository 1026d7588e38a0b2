"""Doing something with a complaint in the name of who asks: every door of that kind says it so."""

from collections.abc import Callable

from msgspec import Struct, structs

from chalicelib.domain.complaints import Complaint
from chalicelib.edge.call import Call


def act(use_case: Callable[..., Complaint], reference: str, form: Struct, call: Call) -> Complaint:
    """Do it. A form's fields are called as the use case calls them, ``version`` among them."""
    return use_case(reference, **structs.asdict(form), by=call.actor, at=call.at)
