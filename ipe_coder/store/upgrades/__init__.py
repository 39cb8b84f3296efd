"""Bringing older projects up to date, with a backup first."""
