"""Find names in texts, agree on terms for them, keep the key, look for what leaked.

A text without names is pseudonymised at best: it is still about real people, and who knows them
may know them in it.
"""
