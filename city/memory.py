"""What was told of the demonstration city, remembered in the bucket that it fills."""

import json
from threading import Lock
from typing import Any

from chalicelib.config import settings


class Memory:
    """Which stories have been told, kept beside what they left behind. Each is kept before it is
    told: if this is stopped in the middle, a story may lack its end, but none is told twice."""

    def __init__(self, s3: Any, place: str) -> None:
        self._s3, self._place, self._lock = s3, place, Lock()
        try:
            answer = s3.get_object(Bucket=settings.media_bucket, Key=place)
            self._told = set(json.load(answer["Body"]))
        except s3.exceptions.NoSuchKey:
            self._told = set()

    def holds(self, story: str) -> bool:
        return story in self._told

    def keep(self, story: str) -> None:
        with self._lock:
            self._told.add(story)
            text = json.dumps(sorted(self._told)).encode()
            self._s3.put_object(Bucket=settings.media_bucket, Key=self._place, Body=text)
