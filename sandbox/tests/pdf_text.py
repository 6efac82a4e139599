"""Reads the text of a PDF's pages."""

from unicodedata import normalize

from pypdf import PageObject


def get_text(page: PageObject) -> str:
	"""Return what a page says, letter by letter: some fonts draw `fi` as one sign."""
	return normalize("NFKC", page.extract_text())
