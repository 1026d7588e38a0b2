"""People with accounts in the embedded cloud, who talk to the API with their ID tokens."""

import json
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

from infra.deploy import Cloud
from tests.journeys.portal import Answer, Portal

PASSWORD = "a lamp on every corner"  # noqa: S105


@dataclass(frozen=True)
class Person:
    portal: Portal
    email: str
    id: str
    token: str = field(repr=False)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, *, key: str | None = None, **body: object) -> Answer:
        return self.ask("POST", path, body, {"Idempotency-Key": key} if key else {})

    def delete(self, path: str) -> Answer:
        return self.ask("DELETE", path)

    def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        with closing(HTTPConnection("127.0.0.1", self.portal.port, timeout=60)) as connection:
            sent = {
                "Host": self.portal.host,
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Accept-Language": "en",
                **(headers or {}),
            }
            content = json.dumps(body).encode() if body is not None else None
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())


def a_person(cloud: Cloud, portal: Portal, outputs: dict[str, str], *groups: str) -> Person:
    """Somebody new, with a confirmed address, in these groups, who has signed in."""
    pool, client = outputs["UserPoolId"], outputs["UserPoolClientId"]
    cognito, email = cloud("cognito-idp"), f"{uuid4().hex[:12]}@example.org"
    made = cognito.admin_create_user(
        UserPoolId=pool,
        Username=email,
        MessageAction="SUPPRESS",
        UserAttributes=[
            {"Name": "email", "Value": email},
            {"Name": "email_verified", "Value": "true"},
        ],
    )
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True
    )
    for group in groups:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
    signed_in = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    attributes = {a["Name"]: a["Value"] for a in made["User"]["Attributes"]}
    return Person(portal, email, attributes["sub"], signed_in["AuthenticationResult"]["IdToken"])


def letters(portal: Portal, person: Person) -> list[str]:
    """The words of the letters that the person got, the last one last."""
    with urlopen(f"http://127.0.0.1:{portal.port}/_ministack/ses/messages") as answer:
        sent = [letter for letters in json.load(answer)["messages"].values() for letter in letters]
    return [letter["BodyText"] for letter in sent if letter["To"] == [person.email]]
