"""Pure functions over the model: counting, effects, wording, anchoring, checks."""
