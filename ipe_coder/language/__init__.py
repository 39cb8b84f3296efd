"""Work with the words of a language: sentences by rule, lemmas through spaCy on demand."""
