"""Taking one's data along, and leaving."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import boto3
import pytest

from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import accounts, sessions
from chalicelib.domain.accounts import Changes
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.person import FormerEmail, Person, PersonEvent
from chalicelib.outbound import identity
from tests.cognito import PASSWORD, a_person, user_pool
from tests.factories import MONDAY

ANNA = "anna@example.org"
DAY = timedelta(days=1)
THEN = MONDAY + 14 * DAY


@pytest.fixture(autouse=True)
def pool(tables):
    boto3.client("s3").create_bucket(
        Bucket=settings.media_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    with user_pool():
        yield


@pytest.fixture
def anna():
    actor = Actor(a_person(ANNA), 1)
    accounts.own(actor, language="en", at=MONDAY)
    accounts.change(Changes(name="Anna", phone="+358 1", born_on="1984-03-27"), by=actor, at=MONDAY)
    return actor


def kinds(person):
    return [
        event.kind for event in PersonEvent.query(person, PersonEvent.part.startswith("event#"))
    ]


def test_who_asks_to_leave_has_a_fortnight_to_think_it_over(anna):
    assert accounts.ask_to_leave(by=anna, at=MONDAY) == date(2026, 3, 16)

    assert accounts.begin_deletions(at=THEN - DAY) == 0
    accounts.stay(by=anna, at=THEN - DAY)
    assert accounts.begin_deletions(at=THEN) == 0

    assert accounts.profile(anna.id).leaving_on is None
    assert {"account.deletion_requested", "account.deletion_cancelled"} <= set(kinds(anna.id))


def test_asking_again_does_not_put_it_off(anna):
    first = accounts.ask_to_leave(by=anna, at=MONDAY)

    assert accounts.ask_to_leave(by=anna, at=MONDAY + DAY) == first
    assert kinds(anna.id).count("account.deletion_requested") == 1


def test_after_a_fortnight_nothing_personal_is_left(anna):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    assert accounts.begin_deletions(at=THEN) == 1

    accounts.forget(anna.id, at=THEN, until=None)

    kept = Person.get(anna.id, "person").attribute_values
    left = {"id", "part", "level", "language", "opened_at", "deleted_at", "version"}
    assert set(kept) == left | {"leaving_on"}  # the day on which it is looked once more
    assert accounts.begin_deletions(at=THEN + DAY) == 1
    accounts.forget(anna.id, at=THEN + DAY, until=None)
    assert set(Person.get(anna.id, "person").attribute_values) == left
    assert accounts.profile(anna.id).deleted
    assert accounts.contacts([anna.id]) == {}
    assert identity.find(ANNA) is None
    with pytest.raises(Invalid):
        accounts.sign_in(ANNA, PASSWORD, language="en", at=THEN)
    with pytest.raises(NotFound):
        accounts.own(anna, language="en", at=THEN)


def test_an_account_that_is_being_deleted_lets_nobody_in(anna):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    assert not accounts.shut(anna.id)
    assert accounts.sign_in(ANNA, PASSWORD, language="en", at=THEN)
    accounts.begin_deletions(at=THEN)
    with pytest.raises(Conflict, match="the deletion has begun"):
        accounts.sign_in(ANNA, PASSWORD, language="en", at=THEN)

    assert accounts.shut(anna.id)

    with pytest.raises(Invalid):
        identity.sign_in(ANNA, PASSWORD)
    accounts.forget(anna.id, at=THEN, until=None)
    assert accounts.shut(anna.id)  # a day later the pool knows nothing of them


def test_a_deletion_that_begins_while_somebody_signs_in_keeps_them_out(anna, monkeypatch):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    entering = []

    def begin(write, actor):
        if not entering:
            accounts.begin_deletions(at=THEN)
        entering.append(actor)
        sessions.beginning(write, actor, token="token", at=THEN)  # noqa: S106

    with pytest.raises(Conflict):
        accounts.sign_in(ANNA, PASSWORD, language="en", at=THEN, begin=begin)

    assert entering
    assert sessions.find("token", at=THEN) is None


def test_a_day_later_it_is_looked_once_more_and_then_never_again(anna):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    accounts.begin_deletions(at=THEN)
    accounts.forget(anna.id, at=THEN, until=None)
    accounts.keep_archive({}, "", by=anna, at=THEN)  # with a token that was still good

    assert accounts.begin_deletions(at=THEN) == 0
    with pytest.raises(Conflict):
        accounts.stay(by=anna, at=THEN + DAY)
    assert accounts.begin_deletions(at=THEN + DAY) == 1
    accounts.forget(anna.id, at=THEN + DAY, until=None)
    assert accounts.begin_deletions(at=THEN + 2 * DAY) == 0

    assert stored() == []
    assert kinds(anna.id).count("account.leaving") == 2
    assert kinds(anna.id).count("account.deleted") == 1


def test_what_is_deleted_twice_is_deleted_once(anna):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    assert accounts.begin_deletions(at=THEN) == 1
    assert accounts.begin_deletions(at=THEN) == 0

    accounts.forget(anna.id, at=THEN, until=None)
    accounts.forget(anna.id, at=THEN + DAY, until=None)

    assert kinds(anna.id).count("account.leaving") == kinds(anna.id).count("account.deleted") == 1
    assert accounts.profile(anna.id).leaving_on == (THEN + DAY).date()


def test_a_deletion_that_has_begun_is_not_stopped(anna):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    accounts.begin_deletions(at=THEN)

    with pytest.raises(Conflict):
        accounts.stay(by=anna, at=THEN)


def test_nobody_is_forgotten_who_did_not_ask_for_it(anna):
    accounts.forget(anna.id, at=MONDAY, until=None)

    assert accounts.profile(anna.id).name == "Anna"


def test_a_day_on_which_no_schedule_ran_is_made_up_for(anna):
    accounts.ask_to_leave(by=anna, at=MONDAY)

    assert accounts.begin_deletions(at=THEN + 5 * DAY) == 1


def test_who_changes_their_mind_at_the_last_moment_stays(anna, monkeypatch):
    accounts.ask_to_leave(by=anna, at=MONDAY)
    stale = Person.get(anna.id, "person")
    accounts.stay(by=anna, at=THEN)
    monkeypatch.setattr("chalicelib.domain.accounts.leaving._due", lambda today: iter([anna.id]))
    monkeypatch.setattr("chalicelib.domain.accounts.keeping.find", lambda person: stale)

    assert accounts.begin_deletions(at=THEN) == 0
    assert "account.leaving" not in kinds(anna.id)


def test_an_archive_holds_what_each_system_knows(anna):
    parts = {"account": accounts.about(anna.id), "others": {"word": "слово"}}

    made = accounts.keep_archive(parts, "<h1>index</h1>", by=anna, at=MONDAY)

    files = zipfile.ZipFile(io.BytesIO(stored()[0]))
    assert files.namelist() == ["index.html", "account.json", "others.json"]
    account = json.loads(files.read("account.json"))
    assert account["profile"]["email"] == ANNA
    assert [entry["kind"] for entry in account["log"]].count("account.opened") == 1
    assert json.loads(files.read("others.json")) == {"word": "слово"}
    assert made.expires_at == MONDAY + 7 * DAY


def test_an_archive_can_be_fetched_for_a_week(anna):
    accounts.keep_archive({}, "", by=anna, at=MONDAY)

    assert "exports/" in accounts.latest_archive(anna.id, at=MONDAY + 6 * DAY).link
    assert accounts.fresh_archive(anna.id, at=MONDAY + 2 * DAY) is None
    with pytest.raises(NotFound):
        accounts.latest_archive(anna.id, at=MONDAY + 7 * DAY)
    with pytest.raises(NotFound):
        accounts.latest_archive("somebody", at=MONDAY)


def test_two_archives_at_once_are_one(anna, one_at_a_time):
    def keep(_):
        return accounts.keep_archive({}, "", by=anna, at=MONDAY).link.partition("?")[0]

    with ThreadPoolExecutor(3) as pool:
        links = set(pool.map(keep, range(3)))

    assert len(links) == len(stored()) == 1
    assert kinds(anna.id).count("account.exported") == 1


def test_the_file_of_all_that_is_known_goes_with_the_account_and_so_did_the_one_before(anna):
    accounts.keep_archive({}, "", by=anna, at=THEN - 2 * DAY)
    accounts.keep_archive({}, "", by=anna, at=THEN)
    boris = Actor("boris")
    accounts.keep_archive({}, "", by=boris, at=THEN)
    assert len(stored()) == 2

    accounts.forget(anna.id, at=THEN, until=None)
    assert len(stored()) == 2  # she did not ask for it
    accounts.ask_to_leave(by=anna, at=MONDAY)
    accounts.begin_deletions(at=THEN)
    accounts.forget(anna.id, at=THEN, until=None)

    assert len(stored()) == 1
    assert accounts.latest_archive("boris", at=THEN)


def test_an_address_of_before_goes_with_the_account(anna):
    identity.change_email(anna.id, "new@example.org")
    assert accounts.sign_in("new@example.org", PASSWORD, language="en", at=MONDAY)
    assert len(list(FormerEmail.query(anna.id, FormerEmail.part.startswith("former")))) == 1
    accounts.ask_to_leave(by=anna, at=MONDAY)
    accounts.begin_deletions(at=THEN)

    accounts.forget(anna.id, at=THEN, until=None)

    assert list(FormerEmail.query(anna.id, FormerEmail.part.startswith("former"))) == []


def test_while_the_file_cannot_be_deleted_the_account_is_there(anna, monkeypatch):
    accounts.keep_archive({}, "", by=anna, at=THEN)
    accounts.ask_to_leave(by=anna, at=MONDAY)
    accounts.begin_deletions(at=THEN)
    monkeypatch.setattr("chalicelib.outbound.archives.delete", lambda key: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        accounts.forget(anna.id, at=THEN, until=None)

    assert accounts.latest_archive(anna.id, at=THEN)
    assert not accounts.profile(anna.id).deleted


def stored():
    client = boto3.client("s3")
    listed = client.list_objects_v2(Bucket=settings.media_bucket).get("Contents", [])
    return [
        client.get_object(Bucket=settings.media_bucket, Key=each["Key"])["Body"].read()
        for each in listed
    ]
