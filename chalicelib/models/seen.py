"""That staff have seen something of a person's, as it lies beside what they saw."""

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.models.base import Model

SEEN = "seen#"  # seen#<day>#<officer>


class Seen(Model):
    """An officer has seen it on this day, and the person was told so: once is enough."""

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    expires_at = TTLAttribute()
