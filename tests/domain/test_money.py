"""Money is written as its readers write it, on pages, on paper and in sentences alike."""

import pytest

from chalicelib.language import money, tell
from chalicelib.messages import Money, say


@pytest.mark.parametrize(
    ("amount", "english", "russian"),
    [
        (60, "€60", "60 €"),
        (1_500_000, "€1,500,000", "1 500 000 €"),
        (1200.5, "€1,200.50", "1 200,50 €"),
        (-20, "-€20", "-20 €"),
    ],
)
def test_money_has_its_currency_and_cents_only_where_there_are_some(amount, english, russian):
    assert money(amount, "en") == english
    assert money(amount, "ru").replace("\N{NO-BREAK SPACE}", " ") == russian


def test_an_amount_in_a_sentence_is_told_in_the_language_of_the_sentence():
    told = say("You have used %(used)s of %(limit)s", used=Money(70), limit=Money(1000))

    assert str(told) == tell(told, "en") == "You have used €70 of €1,000"
    assert "70\N{NO-BREAK SPACE}€" in tell(told, "ru")
    assert "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€" in tell(told, "ru")
