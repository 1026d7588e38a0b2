"""One request: who asks, when, in which language, and how to answer it with a page."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from chalice.app import Request, Response

from chalicelib import characters
from chalicelib.actors import ANONYMOUS, Actor
from chalicelib.edge import cookies, csrf, source
from chalicelib.errors import Invalid
from chalicelib.language import LANGUAGES, preferred, tell
from chalicelib.messages import Message

GOES_ON = ("cursor", "after")  # what a list's question calls where it goes on


@dataclass
class Call:
    """Handed to every view. ``values`` is what was typed, ``errors`` what is wrong with it;
    ``files`` are those that were chosen, by their field.

    ``along`` is what the door had read together with the session, an item or a list of them; None
    where nobody has signed in, or the page is shown once more. ``shown_at`` is where the page is to
    be had that answers a form: a page's own address, unless only forms are sent there.
    """

    request: Request
    at: datetime
    shown_at: str = ""
    who: Callable[[], Actor] = lambda: ANONYMOUS
    along: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None  # what is wrong as a whole
    code: str = ""  # by which that is told from other things
    status: HTTPStatus = HTTPStatus.OK
    new_cookies: list[str] = field(default_factory=list)

    @cached_property
    def actor(self) -> Actor:
        """Who asks; read when it is first asked for, for not every door has to know."""
        who, self.who = self.who, lambda: ANONYMOUS  # the page that tells of a failure asks again
        return who()

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The query string; every name may occur several times."""
        given = self.request.query_params
        texts = {name: given.getlist(name) for name in given} if given else {}
        return {name: characters.of(asked, lines=False) for name, asked in texts.items()}

    @cached_property
    def remembered(self) -> dict[str, str]:
        return cookies.read(self.request)

    @cached_property
    def language(self) -> str:
        """From ``?lang=``, the cookie, or Accept-Language, in this order."""
        for wanted in (*self.query.get("lang", []), self.remembered.get(cookies.LANGUAGE)):
            if wanted in LANGUAGES:
                return str(wanted)
        return preferred(self.request.headers.get("accept-language", ""))

    @property
    def path(self) -> str:
        return str(self.request.context.get("path", "/")).removeprefix(
            f"/{self.request.context.get('stage')}"
        )

    @property
    def address(self) -> str:
        """The path with its query: to come back to."""
        return f"{self.path}?{urlencode(self.query, doseq=True)}" if self.query else self.path

    def link(self, cursor: str) -> str:
        """The same question from the cursor on, as the header `Link` has it (RFC 8288)."""
        asked = {**self.query, "cursor": [cursor]}
        return f'<{self.path}?{urlencode(asked, doseq=True)}>; rel="next"'

    @property
    def first_page(self) -> str:
        """The same list from its beginning on: the question without where it goes on."""
        asked = {name: given for name, given in self.query.items() if name not in GOES_ON}
        return f"{self.path}?{urlencode(asked, doseq=True)}" if asked else self.path

    @property
    def reference(self) -> str:
        """By which support finds this request in the logs of every function it went through."""
        return str(self.request.context.get("requestId", ""))

    @property
    def idempotency_key(self) -> str | None:
        """The Idempotency-Key header, of an API; `Invalid` if it is longer than 255 characters."""
        key = self.request.headers.get("idempotency-key")
        if key is not None and not 0 < len(key) <= 255:
            raise Invalid("the Idempotency-Key has to have 1 to 255 characters")
        return key

    @property
    def guest(self) -> str:
        """The secret of this browser's own, by which it has what was begun without an account."""
        return self.remembered.get(cookies.GUEST, "")

    @property
    def source(self) -> str:
        return source.of(self.request)

    @cached_property
    def browser(self) -> str:
        """The cookie that forms are tied to; a browser that has none yet is given one."""
        known = self.remembered.get(cookies.SESSION) or self.remembered.get(cookies.VISITOR)
        if known:
            return known
        visitor = secrets.token_urlsafe(24)
        self.new_cookies.append(cookies.write(cookies.VISITOR, visitor))
        return visitor

    def csrf_token(self) -> str:
        return csrf.token(self.browser)

    def tell(self, message: Message | str) -> str:
        return tell(message, self.language)

    def render(
        self, template: str, /, *, status: int | None = None, uploads_to: str = "", **context: Any
    ) -> Response:
        """The page; a form on it may post to the origin of ``uploads_to`` as well as to us."""
        from chalicelib.edge import pages  # an API request needs no templates, and starts sooner

        return pages.render(
            self, template, context, status=status or self.status, uploads_to=uploads_to
        )

    def redirect(self, to: str, *, notice: Message | None = None) -> Response:
        """On to another page of ours (303), which tells the notice."""
        if notice is not None:
            values = {name: self._told(it) for name, it in notice.values.items()}
            told = {"s": notice.singular, "v": values}
            value = base64.urlsafe_b64encode(msgspec.json.encode(told)).decode()
            self.new_cookies.append(cookies.write(cookies.NOTICE, value, lasts=60))
        return Response("", self._headers({"Location": to}), HTTPStatus.SEE_OTHER)

    def _told(self, value: object) -> str:
        """As it stands in a sentence: a day, an amount, another sentence."""
        return self.tell(Message("%(it)s", values={"it": value}))

    def take_notice(self) -> str | None:
        """What the page before wanted told; once."""
        kept = self.remembered.get(cookies.NOTICE)
        if not kept:
            return None
        self.new_cookies.append(cookies.forget(cookies.NOTICE))
        try:
            told = msgspec.json.decode(base64.urlsafe_b64decode(kept), type=dict[str, Any])
            return self.tell(Message(str(told["s"]), values=dict(told["v"])))
        except (ValueError, KeyError, TypeError):  # somebody else's cookie, or half of one
            return None

    def signed_in_as(self, token: str) -> None:
        """The browser remembers it for longer than a session lasts, which ends on our side: so a
        form that is sent after that is known as one of ours."""
        self.new_cookies.append(cookies.write(cookies.SESSION, token, lasts=cookies.YEAR))
        self.new_cookies.append(cookies.forget(cookies.VISITOR))

    def known_as_guest(self, secret: str) -> None:
        """Until the browser is closed: others may sit down at it afterwards (docs/adr/0019)."""
        self.new_cookies.append(cookies.write(cookies.GUEST, secret))

    def signed_out(self) -> None:
        self.new_cookies.append(cookies.forget(cookies.SESSION))
        self.new_cookies.append(cookies.forget(cookies.GUEST))

    def _headers(self, headers: dict[str, Any]) -> dict[str, Any]:
        if self.new_cookies:
            headers["Set-Cookie"] = list(self.new_cookies)
        return headers | {"Cache-Control": "no-store"}


def own_path(wanted: str) -> str:
    """A path of ours to go on to, or the front page: never another site (an open redirect)."""
    if not wanted.isprintable():  # a header cannot hold it, and urlsplit() overlooks it
        return "/"
    parts = urlsplit(wanted)
    ours = not parts.scheme and not parts.netloc and wanted.startswith("/")
    return wanted if ours and not wanted.startswith(("//", "/\\")) else "/"
