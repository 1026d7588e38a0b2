"""An idea as linked data: schema.org's DiscussionForumPosting, for search engines."""

from typing import Any

import msgspec

from chalicelib.config import settings
from chalicelib.domain.ideas.reading import Reading
from chalicelib.domain.photos import Urls


def posting(seen: Reading, *, author: str) -> str:
    """JSON that may stand in a page. ``author`` is no name: who they are is not published."""
    idea, words = seen.idea, seen.words
    page = f"{settings.portal_url}/ideas/{idea.id}"
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "@id": page,
        "url": page,
        "headline": words.title,
        "text": "\n\n".join(filter(None, (words.problem, words.solution, words.benefits))),
        "author": {"@type": "Person", "name": author},
        "datePublished": idea.published_at.isoformat() if idea.published_at else None,
        "version": int(idea.edition),
        "keywords": list(words.tags),
        "image": [settings.portal_url + Urls.of(photo).large for photo in idea.pictures],
        "isPartOf": f"{settings.portal_url}/projects/{idea.project}",
    }
    told = {name: value for name, value in node.items() if value}
    return msgspec.json.encode(told).decode().replace("<", "\\u003c")
