"""Personal codes: read back as they were written, and wrong ones are found out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ballots import codes
from chalicelib.errors import Invalid

CODE = "00112233445566778899aabbccddeeff"
bits = st.integers(0, 2**128 - 1).map("{:032x}".format)


@given(bits)
def test_what_is_written_is_read(code):
    assert codes.read(codes.written(code)) == code


def test_a_code_is_seven_groups_of_four():
    assert codes.written(CODE) == "0024-H36H-2NCS-VRH6-DAQF-6DVV-QZWM"


def test_letters_that_look_like_digits_are_taken_for_them():
    assert codes.read("oo24 h36h 2ncs vrh6 daqf 6dvv qzwm") == CODE


@given(bits, st.integers(0, 27), st.sampled_from(codes.ALPHABET))
def test_a_wrong_character_is_found_out(code, place, character):
    right = codes.written(code).replace("-", "")
    wrong = right[:place] + character + right[place + 1 :]

    if wrong == right:
        assert codes.read(wrong) == code
    else:
        with pytest.raises(Invalid):
            codes.read(wrong)


@given(bits, st.integers(0, 26))
def test_two_characters_that_changed_places_are_found_out(code, place):
    right = codes.written(code).replace("-", "")
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    if wrong != right:
        with pytest.raises(Invalid):
            codes.read(wrong)


@pytest.mark.parametrize("typed", ["", "008J", "U" * 28, "8" * 28, "ы" * 28])
def test_garbage_is_no_code(typed):
    with pytest.raises(Invalid):
        codes.read(typed)


def test_locator_and_commitment_are_what_the_specification_says():
    """Reckoned by hand: ``printf 'agv1-loc|B-1f3a90bd5c|0011…' | sha256sum``."""
    answers = {"q2": ["b"], "q1": ["a"]}

    assert codes.locator("B-1f3a90bd5c", CODE) == LOCATOR
    assert codes.commitment("B-1f3a90bd5c", CODE, answers) == COMMITMENT
    assert codes.leaf("aa", "bb") == b'{"c":"bb","h":"aa"}'


LOCATOR = "5951fa4a26b875812500832139f23ed79cb8689a44726a0cf64ac10892d296f8"
COMMITMENT = "704ba2277fcae1ec9690e8be2eb17271b5b92c111ef70342803a1bf122e78f45"
