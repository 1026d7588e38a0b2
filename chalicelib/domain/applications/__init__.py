"""Applications for services: answering a form, and what becomes of what was sent."""
