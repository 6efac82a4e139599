"""Sets up what the sandbox needs, in `.sandbox/`, with nothing but Python and a package registry.

Everything is made by steps (`steps.py`): once, whole or not at all, and again when its inputs change.
"""
