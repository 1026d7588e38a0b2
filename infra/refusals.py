"""What API Gateway and the firewall say when they refuse by themselves: to programs as problem
details, to people as a page."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from infra.cloudformation import Template


class Refusal(NamedTuple):
    """A status, none where there are several; and the words. Pages ask nobody for a token, so what
    is said about one has no Russian."""

    status: int | None
    title: str
    detail: str
    russian: str = ""


AGAIN = "попробуйте ещё раз"
REFUSALS = {  # by API Gateway's name for it
    "UNAUTHORIZED": Refusal(
        401, "Unauthorized", "sign in, and send the ID token as a bearer token"
    ),
    "EXPIRED_TOKEN": Refusal(401, "Unauthorized", "the token has expired; sign in anew"),
    "ACCESS_DENIED": Refusal(403, "Forbidden", "this is not for you"),
    "MISSING_AUTHENTICATION_TOKEN": Refusal(
        404, "Not Found", "there is nothing at this address", "по этому адресу ничего нет"
    ),
    "RESOURCE_NOT_FOUND": Refusal(
        404, "Not Found", "there is nothing at this address", "по этому адресу ничего нет"
    ),
    "REQUEST_TOO_LARGE": Refusal(
        413,
        "Content Too Large",
        "at most 10 megabytes can be sent",
        "отправить можно не больше 10 мегабайт",
    ),
    "THROTTLED": Refusal(
        429,
        "Too Many Requests",
        "everybody is asking at once; try again in a moment",
        f"сейчас слишком много запросов; {AGAIN} через минуту",
    ),
    "INTEGRATION_TIMEOUT": Refusal(
        504,
        "Gateway Timeout",
        "this took too long; try again",
        f"ответа пришлось ждать слишком долго; {AGAIN}",
    ),
    "INTEGRATION_FAILURE": Refusal(
        504, "Gateway Timeout", "this did not work; try again", f"не получилось; {AGAIN}"
    ),
    "DEFAULT_4XX": Refusal(
        None,
        "Bad Request",
        "the request could not be understood",
        "мы не смогли понять запрос",
    ),
    "DEFAULT_5XX": Refusal(
        None,
        "Server Error",
        "something went wrong on our side; try again",
        f"что-то сломалось на нашей стороне; {AGAIN}",
    ),
}
TOO_OFTEN = Refusal(  # from one address: the firewall
    429,
    "Too Many Requests",
    "too many requests came from your address; try again in five minutes",
    f"с вашего адреса пришло слишком много запросов; {AGAIN} через пять минут",
)
HEADERS = {
    "Content-Type": "application/problem+json",
    "Content-Language": "en",  # whatever is asked for: API Gateway chooses no language
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
}
PAGE_HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
NUMBER = "$context.requestId"  # which API Gateway fills in
MORE_HEADERS = {"THROTTLED": {"Retry-After": "5"}, "UNAUTHORIZED": {"WWW-Authenticate": "Bearer"}}

# In both languages, as nobody here knows which one is read. The policy stands in the page, for a
# header's value may hold no quotation marks. It needs no styles to be read, and runs no script.
PAGE = """<!DOCTYPE html>
<html lang="ru" class="govuk-template">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Не получилось – Вече</title>
<link rel="stylesheet" href="/assets/vendor/govuk-frontend/govuk-frontend.min.css">
<link rel="stylesheet" href="/assets/css/veche.css">
</head>
<body class="govuk-template__body">
<main class="govuk-width-container govuk-main-wrapper">
<h1 class="govuk-heading-xl">Не получилось</h1>
<p class="govuk-body-l">{russian}</p>
<p class="govuk-body"><a class="govuk-link" href="/">На главную</a></p>
<div lang="en">
<h2 class="govuk-heading-l">This did not work</h2>
<p class="govuk-body-l">{english}</p>
<p class="govuk-body"><a class="govuk-link" href="/">To the front page</a></p>
</div>
{reference}</main>
</body>
</html>
"""
REFERENCE = f"""<p class="govuk-body-s">
Номер запроса / <span lang="en">Reference</span>: {NUMBER}
</p>
"""


def responses(*, pages: bool) -> Template:
    """As they stand in the definition of an API."""
    return {
        kind: {
            "responseParameters": headers(kind, pages=pages),
            # its key, whatever is accepted: API Gateway takes no other for what it says itself
            "responseTemplates": {"application/json": page(kind) if pages else body(kind)},
            **({"statusCode": REFUSALS[kind].status} if REFUSALS[kind].status else {}),
        }
        for kind in REFUSALS
        if REFUSALS[kind].russian or not pages
    }


def refusals(*, pages: bool) -> Iterator[dict[str, Any]]:
    """The same refusals for MiniStack 1.5, which does not read them in the API's definition."""
    for kind, response in responses(pages=pages).items():
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        yield {"responseType": kind} | response | status


def headers(kind: str, *, pages: bool) -> dict[str, str]:
    told = (PAGE_HEADERS if pages else HEADERS) | MORE_HEADERS.get(kind, {})
    return {f"gatewayresponse.header.{name}": f"'{value}'" for name, value in told.items()}


def body(kind: str) -> str:
    return problem(REFUSALS[kind], instance=f"urn:request:{NUMBER}")


def page(kind: str) -> str:
    return drawn(REFUSALS[kind], reference=REFERENCE)


def firewall() -> Template:
    """What it says to those who have to wait, to be laid over infra/resources/edge.yaml; which of
    them is for whom, its rules say. It has no number for a request."""
    told = {
        "people": {"ContentType": "TEXT_HTML", "Content": drawn(TOO_OFTEN)},
        "programs": {"ContentType": "APPLICATION_JSON", "Content": problem(TOO_OFTEN)},
    }
    return {"Firewall": {"Properties": {"CustomResponseBodies": told}}}


def problem(refusal: Refusal, **more: str) -> str:
    """Problem details by RFC 9457."""
    status, title, detail, _ = refusal
    told: dict[str, Any] = {"type": "about:blank", "title": title}
    told |= {"status": status} if status else {}
    return json.dumps(told | {"detail": detail} | more)


def drawn(refusal: Refusal, *, reference: str = "") -> str:
    """In ASCII: of other letters CloudFormation makes question marks."""
    russian, english = _sentence(refusal.russian), _sentence(refusal.detail)
    written = PAGE.format(russian=russian, english=english, reference=reference)
    return written.encode("ascii", "xmlcharrefreplace").decode()


def _sentence(words: str) -> str:
    return escape(f"{words[0].upper()}{words[1:]}.")
