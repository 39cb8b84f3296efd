"""Suggestions: proposals with a score and a reason, never decisions."""

from __future__ import annotations

from ipe_coder.suggest.engine import Engine, Place, Proposal
from ipe_coder.suggest.suggester import ENGINES, Suggester

__all__ = ["ENGINES", "Engine", "Place", "Proposal", "Suggester"]
