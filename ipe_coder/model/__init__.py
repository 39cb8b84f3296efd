"""What we talk about: frozen dataclasses over the standard library, and nothing else."""
