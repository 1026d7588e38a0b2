"""The official site: what belongs to no single system."""

from chalicelib.domain.site.reference import Field, Group, Operation, Reference, Schema

__all__ = ["Field", "Group", "Operation", "Reference", "Schema"]
