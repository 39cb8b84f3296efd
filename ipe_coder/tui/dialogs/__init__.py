"""Dialogs: one modal screen each, dismissed with a value."""
