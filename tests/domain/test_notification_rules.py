"""Who is told of what, and what of it they may turn off."""

import pytest

from chalicelib.domain.notifications import letters, rules
from chalicelib.domain.notifications.groups import GROUPS, Channel
from chalicelib.domain.notifications.kinds import HEARD, KINDS, LAID, WORK
from chalicelib.errors import Invalid
from chalicelib.language import LANGUAGES
from tests.factories import a_resident, an_officer

FACTS = {
    "topic": "yard-lamp",
    "agency": "lighting",
    "from": "roads",
    "district": "kluuvi",
    "due_on": "2026-03-12",
    "scheduled_for": "2026-03-10",
    "verdict_until": "2026-03-25T21:59:59+00:00",
    "day": "2026-03-16",
    "check_until": "2026-03-14",
    "check_lapses_on": "2026-03-24",
    "reason": "no_evidence",
    "dispute": "voted_without_me",
    "outcome": "upheld",
    "appeal_until": "2026-03-18",
    "step": "soon",
    "title_ru": "Парк у гавани",
    "title_en": "A park by the harbour",
    "resolved": "partly",
    "phase": "waiting",
    "site": "clinic-kamppi",
    "moment": "2026-03-03T06:00:00+00:00",
    "authority": "registry",
    "answer_until": "2026-03-16",
    "expires_on": "2026-03-24",
    "sign_until": "2026-03-16",
    "reopen_until": "2026-04-23",
    "was": "2026-03-02T06:00:00+00:00",
    "name": "Kulma Oy",
    "role": "signatory",
    "refused": "name",
    "orphaned": "yes",
    "code": "money",
    "percent": "40",
    "people": "8",
    "needed": "10",
    "ideas": "3",
    "problems": "2",
    "comments": "12",
    "questions": "1",
    "silent": "31",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("facts", [FACTS, {}], ids=["all facts", "no facts"])
def test_every_kind_has_words_in_every_language_whatever_is_known(kind, language, facts):
    letter = letters.write(kind, "C-1f3a90bd5c", facts, language)

    said = " ".join((letter.subject, *letter.paragraphs))
    assert letter.paragraphs
    assert not any(mark in said for mark in ("{", "%(", "None", "&#", "..", "  "))
    of_a_draft = kind.endswith(("kept", "waits"))  # which has no number yet
    numbered = kind.startswith(("application.", "complaint.", "dispute.")) and not of_a_draft
    assert ("C-1f3a90bd5c" in letter.subject) == numbered
    assert any("а" <= c <= "я" for c in said) == (language == "ru")


def test_days_are_written_as_people_write_them_and_in_the_citys_own_time():
    said = letters.write("complaint.answered", "C-1", FACTS, "en")

    assert any("until 25 March 2026" in paragraph for paragraph in said.paragraphs)


def test_the_reason_of_a_rejection_is_said_in_words():
    said = letters.write("complaint.rejected", "C-1", FACTS, "en")

    assert said.paragraphs[0] == "The reason: the photo does not show the problem."


@pytest.mark.parametrize(
    ("kind", "check", "said"),
    [
        ("confirmed", "solved", "The public check found the work done."),
        ("reopened", "not_solved", "The public check did not find the work done."),
        ("reopened", "lapsed", "Nobody did the public check in time"),
        ("reopened", "", "Residents did not find the work done."),
    ],
)
def test_what_a_check_has_decided_is_not_said_to_be_the_residents_word(kind, check, said):
    facts = FACTS | ({"check": check} if check else {})

    letter = letters.write(f"complaint.{kind}", "C-1", facts, "en")

    assert " ".join(letter.paragraphs).count(said) == 1
    assert ("Residents" in " ".join(letter.paragraphs)) != bool(check)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("not_solved", "The public check did not find the work done."),
        ("lapsed", "Nobody did the public check in time"),
        ("", "Residents did not find the work done."),
    ],
)
def test_an_agency_is_told_why_a_report_comes_back_and_by_when_to_answer_it(check, said):
    facts = FACTS | ({"check": check} if check else {})

    letter = letters.write("complaint.to_answer_again", "C-1", facts, "en")

    assert " ".join(letter.paragraphs).count(said) == 1
    assert "It has to be answered by 12 March 2026." in letter.paragraphs


def test_an_agency_is_told_which_other_one_passed_a_report_on():
    passed_on = letters.write("complaint.to_answer", "C-1", FACTS, "en")
    published = letters.write("complaint.to_answer", "C-1", FACTS | {"from": ""}, "en")

    more = set(passed_on.paragraphs) - set(published.paragraphs)
    assert [words.split(":")[0] for words in more] == ["It was passed on to you by"]


def test_what_comes_to_somebodys_desk_is_told_of_events_that_happen():
    assert set(WORK) <= set(HEARD)
    assert set(WORK.values()) | LAID == set(KINDS) - set(HEARD)


def test_every_kind_belongs_to_a_group():
    assert {kind.group for kind in KINDS.values()} == set(GROUPS)


@pytest.mark.parametrize("kind", ["complaint.rejected", "complaint.answered", "account.raised"])
def test_what_decides_something_is_always_in_the_inbox(kind):
    everything = {f"{channel}:{group}" for channel in Channel for group in GROUPS}

    assert rules.wanted(kind, Channel.INBOX, everything)


def test_letters_about_the_account_itself_always_come():
    assert rules.wanted("account.deletion_requested", Channel.EMAIL, {"email:account"})


def test_what_is_merely_good_to_know_may_be_turned_off_everywhere():
    off = {"email:progress", "inbox:progress"}

    assert not any(rules.wanted("complaint.started", channel, off) for channel in Channel)


def test_letters_about_reads_of_the_record_come_only_to_who_asks_for_them():
    assert not rules.wanted("account.read", Channel.EMAIL, ())
    assert rules.wanted("account.read", Channel.EMAIL, {"email:access"})


def test_what_is_chosen_is_what_is_on_afterwards():
    chosen = {Channel.EMAIL: ["answers", "access"], Channel.INBOX: []}

    switched = rules.switches(chosen, by=an_officer("moderator.kluuvi"))

    on = {g for g in GROUPS if rules.is_on(g, Channel.EMAIL, switched)}
    assert on == {"answers", "access", "account", "digests", "duty"}  # no facilitator: not asked
    assert not rules.is_on("progress", Channel.INBOX, switched)
    assert rules.is_on("answers", Channel.INBOX, switched)


def test_who_was_never_asked_about_a_desk_has_not_turned_it_off():
    resident, moderator = a_resident("anna"), an_officer("moderator.kluuvi")

    switched = rules.switches({Channel.EMAIL: [], Channel.INBOX: []}, by=resident)

    assert set(rules.offered(moderator)) - set(rules.offered(resident)) == {"desk"}
    assert all(rules.wanted("complaint.to_read", channel, switched) for channel in Channel)


def test_a_group_that_does_not_exist_cannot_be_chosen():
    with pytest.raises(Invalid) as refused:
        rules.switches({Channel.EMAIL: ["spam"], Channel.INBOX: []}, by=a_resident("anna"))

    assert set(refused.value.fields) == {"email"}


def test_a_vote_is_told_by_the_title_of_its_ballot_and_leads_to_it():
    said = letters.write("ballot.taken", "B-1f3a90bd5c#0011223344ff", FACTS, "en")

    assert said.subject == "Your vote was taken: A park by the harbour"
    assert letters.path("ballot.taken", "B-1f3a90bd5c#0011223344ff") == "/ballots/B-1f3a90bd5c"
