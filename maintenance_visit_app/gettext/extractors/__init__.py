"""Extractors for Babel: `babel_extractors.csv` says which files each one reads."""
