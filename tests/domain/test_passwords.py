"""Passwords that a guesser tries first are refused, and it is said what to do."""

import pytest

from chalicelib.domain.accounts import passwords

ANNA = "anna.virtanen@example.org"


@pytest.mark.parametrize(
    "password",
    ["password1234", "qwertyuiop", "1234567890", "aaaaaaaaaaaa", "anna.virtanen1", "вечевечевече"],
)
def test_what_is_guessed_first_is_refused(password):
    why = passwords.about(password, email=ANNA)

    assert why is not None
    assert "among the first that are guessed" in str(why)


@pytest.mark.parametrize(
    "password",
    [
        "a lamp on every corner",
        "ночь улица фонарь аптека",
        "Где стол был яств, там гроб стоит. " * 40,
    ],
)
def test_words_in_any_language_and_of_any_length_are_taken(password):
    assert passwords.about(password, email=ANNA) is None


def test_what_is_too_short_is_told_by_its_length():
    assert "at least 10" in str(passwords.about("Kq7!vB2#x", email=ANNA))
