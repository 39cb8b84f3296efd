"""The only SQL. What comes out are frozen dataclasses of `ipe_coder.model`."""
