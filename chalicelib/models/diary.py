"""What one person has booked and holds, as it lies in DynamoDB: what their next booking needs."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import TableMeta
from chalicelib.models.marks import Marked

HELD = "held_"
REFERRED = "referred_"
WAITS = "waits_"
UNREAD = 0  # no version: those that are kept begin with one


class Diary(Marked):
    """Marks: ``A-1f3a90bd5c`` is an appointment that is not over (visit, and the seconds since 1970
    at which it begins and ends); ``held_<visit>`` the slot held last, its lane, until when;
    ``referred_<visit>`` until which day a doctor sends the person there; ``waits_<visit>_<site>``
    the person's place in that line."""

    class Meta(TableMeta):
        table_name = settings.name("diaries")

    person = UnicodeAttribute(hash_key=True)
    feed = UnicodeAttribute(null=True)  # the secret of their calendar's address
    version = NumberAttribute(default=UNREAD)  # rises with every change of what is booked
