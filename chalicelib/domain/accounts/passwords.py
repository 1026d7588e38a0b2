"""Which passwords are good enough: long, and not what is guessed first (NIST SP 800-63B, 5.1.1.2).

How many tries one takes is reckoned by zxcvbn, from lists of common passwords, names and words,
rows of keys, dates and repetitions.
"""

from chalicelib.messages import Message, say

SHORTEST = 10  # as the pool has it
GOOD = 3  # of zxcvbn's 4: more than 10^8 guesses; spec 00 §1
READ = 72  # of its characters, from which on nobody guesses
OWN_WORDS = ("veche", "вече")


def about(password: str, *, email: str) -> Message | None:
    """What is wrong with a password for this e-mail address; None if it is good."""
    if len(password) < SHORTEST:
        return say("choose a longer password: at least %(least)s characters", least=SHORTEST)
    from zxcvbn import zxcvbn  # 70 ms, for which only sign-up and a new password wait

    name, _, host = email.partition("@")
    words = [email, name, *name.split("."), *host.split("."), *OWN_WORDS]
    if zxcvbn(password[:READ], user_inputs=words)["score"] < GOOD:
        return say(
            "this password is among the first that are guessed: choose another one, such as "
            "several words that do not belong together"
        )
    return None
