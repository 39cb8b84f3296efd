"""Widgets that take model objects and answer with messages; none knows where these are stored."""
