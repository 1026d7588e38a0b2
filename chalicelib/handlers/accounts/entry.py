"""Pages on which people open an account, sign in and out, and choose a new password."""

import functools
from typing import Annotated, Any
from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import clock, identifiers
from chalicelib.domain import accounts, sessions
from chalicelib.domain.keeping import Fill
from chalicelib.edge import cookies, problems, unsent
from chalicelib.edge.call import Call, own_path
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import AsSent
from chalicelib.edge.identity import ANYONE, SIGNED_IN
from chalicelib.errors import Invalid, TooMany
from chalicelib.messages import say

blueprint = Capability(__name__)

HOME = "/me"
Password = Annotated[AsSent, Meta(max_length=128)]  # how long at least, the domain says


class SignUp(Struct):
    email: str
    password: Password
    next: str = HOME


class Confirmation(Struct):
    email: str
    code: Annotated[str, Meta(max_length=20)]
    next: str = HOME


class Again(Struct):
    email: str
    next: str = HOME


class SignIn(Struct):
    """``kept`` is a form that was sent without a session, as JSON; ``start`` the page on which it
    was filled in, for who has no account yet."""

    email: str = ""
    password: AsSent = ""
    next: str = HOME
    kept: str = ""
    start: str = ""


class Forgotten(Struct):
    email: str


class NewPassword(Struct):
    email: str
    code: Annotated[str, Meta(max_length=20)]
    password: Password


@blueprint.page("GET /sign-up", who=ANYONE)
def sign_up(call: Call) -> Response:
    return call.render(
        "accounts/sign_up.html", title=call.tell(say("Create an account")), next=_next(call)
    )


@blueprint.page("POST /sign-up", who=ANYONE, again=sign_up)
def open_account(call: Call, form: SignUp) -> Response:
    email = accounts.sign_up(form.email, form.password, at=call.at)
    return _enter_code(call, email)


@blueprint.page("GET /sign-up/confirm", who=ANYONE)
def confirm(call: Call) -> Response:
    return _code_page(call)


@blueprint.page("POST /sign-up/confirm", who=ANYONE, again=confirm)
def confirm_account(call: Call, form: Confirmation) -> Response:
    accounts.confirm(form.email, form.code, at=call.at)
    address = f"/sign-in?{urlencode({'next': own_path(form.next)})}"
    return call.redirect(address, notice=say("Your e-mail address is confirmed. Sign in now."))


@blueprint.page("POST /sign-up/resend", who=ANYONE, again=confirm)
def send_code_again(call: Call, form: Again) -> Response:
    accounts.resend(form.email, at=call.at)
    return _enter_code(call, form.email)


@blueprint.page("GET /sign-in", who=ANYONE)
def sign_in(call: Call) -> Response:
    if call.actor.signed_in and not call.problem:
        return call.redirect(_next(call))
    title = call.tell(say("Sign in"))
    kept, start = call.values.get("kept", ""), call.values.get("start", "")
    return call.render(
        "accounts/sign_in.html", title=title, next=_next(call), kept=kept, start=start
    )


@blueprint.page("POST /sign-in", who=ANYONE, again=sign_in)
def enter(call: Call, form: SignIn) -> Response:
    _complete(form)
    token = identifiers.secret()
    begin = functools.partial(sessions.beginning, token=token, at=call.at)
    actor = accounts.sign_in(
        form.email, form.password, language=call.language, at=call.at, begin=begin
    )
    if actor is None:
        return _enter_new_code(call, form.email)
    call.signed_in_as(token)
    call.actor, call.browser = actor, token  # a form on the next page belongs to this session
    kept, action = unsent.read(form.kept), own_path(form.next)
    if kept is None:
        return call.redirect(action)
    return unsent.resume(call, say("You are signed in"), action=action, kept=kept)


@blueprint.page("POST /sign-out", who=ANYONE)
def sign_out(call: Call) -> Response:
    token = call.remembered.get(cookies.SESSION)
    if token:
        sessions.close(token)
    call.signed_out()
    return call.redirect("/", notice=say("You have signed out"))


@blueprint.page("POST /sign-out-everywhere", who=SIGNED_IN)
def sign_out_everywhere(call: Call) -> Response:
    accounts.sign_out_everywhere(call.actor.id)
    sessions.close_all(call.actor.id, at=clock.now())
    call.signed_out()
    return call.redirect("/", notice=say("You have signed out on every device"))


@blueprint.page("GET /forgot-password", who=ANYONE)
def forgot_password(call: Call) -> Response:
    return call.render("accounts/forgot.html", title=call.tell(say("Forgotten password")))


@blueprint.page("POST /forgot-password", who=ANYONE, again=forgot_password)
def send_password_code(call: Call, form: Forgotten) -> Response:
    call.values = {"email": accounts.forgot(form.email, at=call.at)}
    return _password_page(call)


@blueprint.page("GET /forgot-password/confirm", who=ANYONE)
def new_password(call: Call) -> Response:
    return _password_page(call)


@blueprint.page("POST /forgot-password/confirm", who=ANYONE, again=new_password)
def choose_password(call: Call, form: NewPassword) -> Response:
    """Whoever had the old password is signed out everywhere."""
    accounts.reset(form.email, form.code, form.password, at=call.at, closing=ending)
    return call.redirect("/sign-in", notice=say("Your new password is set. Sign in with it."))


def ending(person: str) -> Fill:
    """All sessions of a person end with what is being changed, those that are opened until now
    among them: of the pool it has been asked before."""
    return sessions.closing_all(person, at=clock.now())


def _enter_code(call: Call, email: str) -> Response:
    """The address is not put into the page's own: addresses of pages are logged."""
    call.values = {"email": email, "next": _next(call)}
    return _code_page(call)


def _enter_new_code(call: Call, email: str) -> Response:
    """The code of the sign-up is dead after a day, so another one goes out; who has had so many
    that they have to wait for the next has one that is younger than that."""
    try:
        accounts.resend(email, at=call.at)
    except TooMany as error:
        problems.tell(error, call)
    return _enter_code(call, email)


def _code_page(call: Call) -> Response:
    title = call.tell(say("Confirm your e-mail address"))
    return call.render("accounts/confirm.html", title=title, next=_next(call))


def _password_page(call: Call) -> Response:
    return call.render("accounts/new_password.html", title=call.tell(say("Choose a new password")))


def _complete(form: SignIn) -> None:
    wrong: dict[str, Any] = {}
    if not form.email:
        wrong["email"] = say("enter your e-mail address")
    if not form.password:
        wrong["password"] = say("enter your password")
    if wrong:
        raise Invalid(fields=wrong)


def _next(call: Call) -> str:
    """Where to go on afterwards: as the form says, or the address of the page."""
    sent = call.values.get("next") or "".join(call.query.get("next", [])[:1]) or HOME
    return own_path(sent if isinstance(sent, str) else HOME)
