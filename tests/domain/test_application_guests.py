"""What somebody begins without an account, until it is theirs."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib.actors import Actor
from chalicelib.domain.applications import drafts, guest_letters, guests, quotas
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.models.application import ApplicationDraft
from chalicelib.models.quota import Quota
from tests.applying import ANNA, BORIS, DAY, HOUR, an_account, events, kinds
from tests.factories import MONDAY
from tests.forms import BABY_BOX, CHILD, TOLD, publish

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")
TODAY = MONDAY.date()
MINE, OTHER = "m" * 43, "o" * 43
HERE, THERE = "0f" * 32, "1f" * 32
READER = "vera@example.org"


def begun(secret=MINE, service=BABY_BOX, source=HERE, at=MONDAY, **more):
    return drafts.begin_as_guest(service, by=guests.guest(secret), source=source, at=at, **more)


def told(**answers):
    """All that a guest is asked."""
    return drafts.put_all(begun(), TOLD | {"wishes": "Blue"} | answers, at=MONDAY).draft


def letter(draft, email=READER, source=HERE, at=MONDAY):
    """The link and the code of a letter that is sent now."""
    code = guest_letters.send(again(draft), email, language="en", source=source, at=at)
    return again(draft).letter["link"], code


def resume(draft, link, code, *, secret=OTHER, at=MONDAY + HOUR):
    guest_letters.resume(draft and again(draft), link=link, code=code, secret=secret, at=at)


def adopt(draft, *, secret=MINE, by=ANNA, at=MONDAY + HOUR):
    guests.adopt(draft, secret=secret, by=by, at=at)


def again(draft):
    return drafts.known(draft.id)


def used(limit, of, so_many, at=MONDAY):
    Quota(f"{limit.counted_as}#{of}#{at.date()}", used=so_many, expires_at=at + DAY).save()


class TestBeginning:
    def test_it_belongs_to_a_secret_that_is_not_kept_and_to_nobody_who_signs_in(self):
        draft = told()

        assert MINE not in str(draft.serialize())
        assert guests.holds(MINE, draft)
        assert not any(guests.holds(secret, draft) for secret in (OTHER, "", draft.owner))
        assert kinds(draft.id) == ["started"]
        with pytest.raises(NotFound):
            drafts.find(draft.id, by=ANNA, at=MONDAY)
        with pytest.raises(Forbidden):
            drafts.submit(draft, by=ANNA, at=MONDAY)

    def test_what_is_asked_of_everybody_before_is_asked_of_guests(self, publish):
        assert begun(answers={"who": "self"}).done == {"holder"}
        with pytest.raises(Forbidden):
            begun(service="street-trade-permit")

        publish(2, open_to_all=False)
        with pytest.raises(Invalid):
            begun()

    def test_nobody_fills_the_table_from_one_place_nor_from_many(self):
        used(quotas.GUESTS, HERE, quotas.GUESTS.most)
        used(quotas.GUESTS_TOGETHER, THERE[0], quotas.GUESTS_TOGETHER.most)

        for source in (HERE, THERE):
            with pytest.raises(TooMany, match="sign in first"):
                begun(source=source)
        assert begun(source="2f" * 32)

    def test_documents_are_asked_of_nobody_before_they_have_signed_in(self):
        draft, asked = begun(answers={"who": "relative", "lives": "here"}), []
        relative = {"first_name": "Ilja", "last_name": "Aalto", "born_on": "1950-01-01"}
        known = TOLD | {"relative": relative, "wishes": "Blue"}
        while step := drafts.next_step(draft, today=TODAY):
            asked.append(step)
            given = {field.code: known[field.code] for field in drafts.page(draft, step).fields
                     if field.code in known}  # fmt: skip
            draft = drafts.put(draft, step, given, at=MONDAY)

        assert asked == ["relative", "children", "home", "contact", "wishes", "consent"]


class TestGoingOnElsewhere:
    def test_link_and_code_open_it_there_and_close_it_here(self):
        draft = begun()
        link, code = letter(draft)

        resume(draft, link, f"{code[:4]}-{code[4:]}".lower())

        assert guests.holds(OTHER, again(draft))
        assert not guests.holds(MINE, again(draft))
        assert Quota.get(f"resumed#{draft.id}#{TODAY}").used == 0

    def test_neither_the_event_nor_the_draft_tells_the_code_and_the_bus_no_address(self):
        draft = begun()
        link, code = letter(draft)

        sent = events(draft.id)[-1]
        assert (sent.kind, sent.concerns) == ("application.guest_kept", None)
        assert not any(told in str(sent.serialize()) for told in (READER, link, code))
        assert code not in str(again(draft).serialize())

    def test_of_many_guesses_ten_are_compared_and_then_not_even_the_right_one(self):
        draft = begun()
        link, code = letter(draft)

        for _ in range(10):
            with pytest.raises(Invalid):
                resume(draft, link, "00000000")
        with pytest.raises(TooMany):
            resume(draft, link, code)

        resume(draft, link, code, at=MONDAY + DAY)

    def test_of_a_hundred_guesses_at_once_no_more_are_compared(self, one_at_a_time):
        draft = begun()
        link, code = letter(draft)
        guesses = [f"{number:08}" for number in range(99)] + [code]

        def guess(written):
            with pytest.raises((Invalid, TooMany)) as refused:
                resume(draft, link, written)
            return refused.type

        with ThreadPoolExecutor(20) as together:
            told = Counter(together.map(guess, guesses))

        assert told == {Invalid: 10, TooMany: 90}
        assert guests.holds(MINE, again(draft))
        assert Quota.get(f"resumed#{draft.id}#{TODAY}").used == 10

    def test_of_many_browsers_with_link_and_code_at_once_one_has_it(self, one_at_a_time):
        draft = begun()
        link, code = letter(draft)
        seen = {one * 43: again(draft) for one in "abcdefgh"}
        how = {"link": link, "code": code, "at": MONDAY + HOUR}

        def open_it(secret):
            with suppress(Conflict):
                guest_letters.resume(seen[secret], secret=secret, **how)
                return secret

        with ThreadPoolExecutor(8) as together:
            (opened,) = set(together.map(open_it, seen)) - {None}

        assert [one for one in (MINE, *seen) if guests.holds(one, again(draft))] == [opened]

    def test_a_link_that_is_no_use_and_a_draft_that_nobody_has_are_told_the_same(self):
        draft, adopted = begun(), begun()
        link, code = letter(draft)
        taken = letter(adopted)
        an_account()
        adopt(again(adopted))

        for which, known, at in (
            (draft, ("x" * 43, code), MONDAY),
            (draft, ("", code), MONDAY),
            (draft, (link, code), MONDAY + timedelta(days=30)),
            (begun(), (link, code), MONDAY),  # which has had no letter
            (adopted, taken, MONDAY),
            (None, (link, code), MONDAY),
        ):
            with pytest.raises(NotFound, match="opens nothing any more"):
                resume(which, *known, at=at)
        assert not list(
            Quota.query(f"resumed#{draft.id}#{TODAY}")
        )  # who has no link guesses nothing

    def test_a_new_letter_makes_the_old_one_useless(self):
        draft = begun()
        old_link, old_code = letter(draft)
        link, code = letter(draft)

        with pytest.raises(NotFound):
            resume(draft, old_link, code)
        with pytest.raises(Invalid):
            resume(draft, link, old_code)
        resume(draft, link, code)

    def test_nobody_is_flooded_with_letters_whoever_asks(self):
        for secret in "abcde":
            letter(begun(secret * 43))

        with pytest.raises(TooMany, match="to this address"):
            letter(begun(OTHER), source=THERE, email=READER.upper())
        used(quotas.FROM_HERE, HERE, quotas.FROM_HERE.most)
        with pytest.raises(TooMany, match="where you are"):
            letter(begun(), email="boris@example.org")
        with pytest.raises(Invalid):
            letter(begun(), email="vera")

    def test_who_left_an_address_is_reminded_and_who_left_none_is_not(self):
        silent, draft = begun(), begun()
        letter(draft)

        def reminded(one):
            return [day for day in range(31) if drafts.remind(one.id, at=MONDAY + day * DAY)]

        assert (reminded(silent), reminded(draft)) == ([], [7, 25])
        assert kinds(draft.id) == ["started", "guest_kept", "guest_waits", "guest_waits"]
        assert again(silent).next_alarm_on is None


class TestAdopting:
    def test_it_is_theirs_with_what_the_account_knows_and_documents_to_be_added(self):
        an_account(level=2)
        draft = told(birthday="1991-05-17")
        letter(draft)

        adopt(again(draft))

        mine = drafts.find(draft.id, by=ANNA, at=MONDAY + HOUR)
        assert (mine.owner, mine.person, mine.letter) == ("anna", "anna", None)
        assert mine.answers["phone"] == "+358 9 310 1691"
        assert mine.answers["birthday"] == "1991-05-17"
        assert mine.sources == {
            "name": "self",
            "email": "self",
            "phone": "self",
            "birthday": "corrected",
            "home": "corrected",
        }
        assert mine.corrected["birthday"] == "1990-05-17"
        assert mine.done == {"holder", "home", "wishes", "consent"}  # not where files belong
        assert drafts.next_step(mine, today=TODAY) == "children"
        mine = drafts.put(mine, "children", {"children": [CHILD]}, at=MONDAY + HOUR)
        assert drafts.submit(mine, by=ANNA, at=MONDAY + HOUR).person == "anna"

    def test_adopted_twice_at_once_it_is_adopted_once(self):
        an_account()
        an_account("boris")
        draft = told()
        window, rival = again(draft), again(draft)

        adopt(draft)
        adopt(window)
        with pytest.raises(Conflict):
            adopt(rival, by=BORIS)

        assert again(draft).owner == "anna"
        assert Quota.get(f"drafts#anna#{TODAY}").used == 1

    def test_only_who_has_the_secret_has_it_and_only_as_it_is(self):
        an_account()
        draft = told()
        with pytest.raises(Conflict):
            adopt(again(draft), secret=OTHER)
        with pytest.raises(Forbidden):
            adopt(again(draft), by=Actor("anna"))

        seen = again(draft)
        drafts.put(again(draft), "wishes", {"wishes": "Green"}, at=MONDAY)
        with pytest.raises(Conflict, match="in another window"):
            adopt(seen)
        with pytest.raises(Conflict):
            adopt(again(draft), at=MONDAY + timedelta(days=31))

        assert guests.holds(MINE, again(draft))

    def test_where_a_guest_goes_on_elsewhere_in_the_same_moment_one_of_them_has_it(self):
        an_account()
        draft = told()
        link, code = letter(draft)
        seen = again(draft)

        resume(draft, link, code)
        with pytest.raises(Conflict):
            adopt(seen)

        assert guests.holds(OTHER, ApplicationDraft.get(draft.id, "draft"))
