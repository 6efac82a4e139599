"""Reads the text of a PDF's pages, whatever font this machine prints them in."""

from unicodedata import normalize

from pypdf import PageObject


def get_text(page: PageObject) -> str:
	"""Return what a page says, letter by letter: some fonts draw `fi` as one sign."""
	return normalize("NFKC", page.extract_text())


def says(page: PageObject, words: str) -> bool:
	"""Whether a page says these words: where letters stand close to each other, or far apart, spaces are guessed."""
	return squeeze(words) in squeeze(get_text(page))


def squeeze(text: str) -> str:
	return "".join(text.split())
