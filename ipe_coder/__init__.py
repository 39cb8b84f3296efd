"""Code interview and focus-group transcripts, and set the themes beside the trial's results."""

__version__ = "0.1.0"
