"""How published complaints are written down: CSV, JSON and GeoJSON, row by row."""

from collections.abc import Iterable, Mapping
from typing import IO, Any

import msgspec

from chalicelib.domain.datasets import Row, line

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
}
# What a row has: its name, its type by Frictionless Table Schema, and what it means.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("reference", "string", "The report's reference"),
    ("topic", "string", "Code of the topic"),
    ("topic_ru", "string", "Title of the topic in Russian"),
    ("topic_en", "string", "Title of the topic in English"),
    ("group", "string", "Code of the group of topics"),
    ("state", "string", "How far it is"),
    ("district", "string", "Code of the district"),
    ("address", "string", "The nearest address"),
    ("lat", "number", "Latitude in degrees (WGS 84)"),
    ("lon", "number", "Longitude in degrees (WGS 84)"),
    ("agency", "string", "Code of the agency that answers for it"),
    ("filed_at", "datetime", "When it was reported (UTC)"),
    ("published_at", "datetime", "When a moderator published it (UTC)"),
    ("due_on", "date", "Last day for the agency's answer"),
    ("overdue", "boolean", "Whether that day has passed without an answer"),
    ("scheduled_for", "date", "The day the agency promised"),
    ("answered_at", "datetime", "When the agency last answered (UTC)"),
    ("reopened", "integer", "How often residents denied that it was solved"),
    ("supporters", "integer", "How many residents joined it"),
    ("text", "string", "What was reported, as published"),
    ("photos", "string", "Addresses of its photos, separated by spaces"),
    ("answer_photos", "string", "Addresses of the answer's photos, separated by spaces"),
)
NAMES = tuple(name for name, _, _ in COLUMNS)


def write(files: Mapping[str, IO[bytes]], rows: Iterable[Row]) -> int:
    """Every row into the file of each of `KINDS`; how many there were."""
    files["csv"].write(line(NAMES))
    files["json"].write(b"[")
    files["geojson"].write(b'{"type":"FeatureCollection","features":[')
    count = 0
    for count, row in enumerate(rows, 1):
        between = b"\n" if count == 1 else b",\n"
        files["csv"].write(line(row[name] for name in NAMES))
        files["json"].write(between + msgspec.json.encode(row))
        files["geojson"].write(between + msgspec.json.encode(_feature(row)))
    files["json"].write(b"\n]\n")
    files["geojson"].write(b"\n]}\n")
    return count


def _feature(row: Row) -> dict[str, Any]:
    """By RFC 7946: longitude first."""
    properties = {name: value for name, value in row.items() if name not in ("lat", "lon")}
    return {
        "type": "Feature",
        "id": row["reference"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": properties,
    }
