"""The register of visits: for each page door what lay there before, and what a person does."""

from collections.abc import Callable, Iterator

from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from tests.cognito import user_pool
from tests.gateway import Answer
from tests.roundtrips import counted

MOST = 3  # round trips; one request to DynamoDB is one, however many items it asks for

Visit = Callable[[], Answer]
Ready = Callable[[], Visit]
VISITS: dict[str, Ready] = {}
# Doors that cost more, how much exactly, and why that cannot be less.
DEARER: dict[str, tuple[int, str]] = {}


def visit(door: str, *, most: int = MOST, why: str = "") -> Callable[[Ready], Ready]:
    """Register what happens at a door: the function makes, uncounted, what lies there before, and
    gives what is then counted. Who may cost more than `MOST` says how much, and ``why``."""

    def register(ready: Ready) -> Ready:
        assert door not in VISITS, f"{door} is visited already"
        VISITS[door] = ready
        if most > MOST:
            assert why, f"{door} may cost {most} round trips: say why"
            DEARER[door] = (most, why)
        return ready

    return register


def page_doors() -> Iterator[tuple[str, str]]:
    """Every page door of the app as it is registered, with the module that opened it."""
    for capability in CAPABILITIES:
        for blueprint in doors(capability):
            for door in blueprint.doors:
                if door.is_page:
                    yield f"{door.method} {door.path}", blueprint._import_name


def trips(door: str) -> list[str]:
    """What the visit asks of DynamoDB, call by call; it has to succeed, or it measures nothing."""
    with user_pool():
        run = VISITS[door]()
        with counted("dynamodb") as calls:
            answer = run()
    assert answer.status in (200, 303), (answer.status, answer.text[:400])
    if "/sign-up" not in door and answer.status == 303:
        assert not answer.location.startswith("/sign-in?next="), "nobody was signed in"
    return calls
