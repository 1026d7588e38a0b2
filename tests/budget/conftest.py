"""Visits to every page, each in a city of its own and made once: what they cost is counted, and the
pages that are drawn meanwhile are kept, to be looked at."""

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import jinja2
import pytest

from chalicelib.domain import places
from chalicelib.outbound import mail, queues
from tests.conftest import tables_as, the_keys
from tests.counted import data_bucket
from tests.homes import HOUSES
from tests.reporting import a_city

LANGUAGE = "ru"  # in which words are longer


@pytest.fixture(scope="session")
def drawn() -> dict[str, str]:
    """A page by each template that was drawn by now: the longest, in which there is most to see."""
    return {}


@pytest.fixture(scope="session")
def visited(empty: dict[str, Any], drawn: dict[str, str]) -> Callable[..., Any]:
    """What a visit gives, however often it is asked for."""

    @functools.cache
    def visited(visit: Callable[..., Any], *which: Any) -> Any:
        with a_whole_city(empty), keeping(drawn):
            return visit(*which)

    return visited


@contextmanager
def a_whole_city(empty: dict[str, Any]) -> Iterator[None]:
    """Houses, stores for photos and for what is published, keys for ballots."""
    with ExitStack() as city:
        for part in (tables_as(empty), the_keys(), a_city()):
            city.enter_context(part)
        for client in (mail._client, queues._client, queues._address):
            client.cache_clear()
            city.callback(client.cache_clear)
        data_bucket()
        places.keep(HOUSES)
        yield


@contextmanager
def keeping(drawn: dict[str, str]) -> Iterator[None]:
    """Everybody reads Russian meanwhile."""
    render = jinja2.Template.render

    def rendered(self: jinja2.Template, *given: Any, **more: Any) -> str:
        page = render(self, *given, **more)
        if self.name and dict(*given, **more).get("language") == LANGUAGE:
            drawn[self.name] = max(drawn.get(self.name, ""), page, key=len)
        return page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Template, "render", rendered)
        patch.setattr("chalicelib.edge.call.preferred", lambda _accepted: LANGUAGE)
        yield
