"""HTML that people typed, made safe to show and to print."""

import re

from bs4 import BeautifulSoup, Comment
from bs4.element import Tag
from frappe.model.document import Document
from frappe.utils import sanitize_html

TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)
PRINTED_TAGS = (
	{"b", "br", "code", "em", "i", "img", "p", "pre", "s", "span", "strong", "sub", "sup", "u"}
	| {"blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "ul"}
	| {"table", "tbody", "td", "th", "thead", "tr"}
)
WRAPPERS = ("br", "div", "p", "span")
PRINTED_ATTRIBUTES = {"alt", "colspan", "data-list", "height", "rowspan", "src", "style", "width"}
# Frappe's PDF shows of them what the user may see
PICTURES_OF_THIS_SITE = ("/files/", "/private/files/")
# What is fetched has a slash, a quote or an escape in it, or one of these words
HARMLESS_STYLE = re.compile(r"(?!.*(url|image|import|src))[\w\s:;,.#%()-]*", re.IGNORECASE | re.DOTALL)


def sanitize_texts(document: Document) -> None:
	"""Sanitize what a document and its rows store, as Frappe does, which leaves out what is valid JSON or submitted."""
	for stored in (document, *document.get_all_children()):
		typed = [(name, text) for name, text in vars(stored).items() if isinstance(text, str) and "<" in text]
		for fieldname, text in typed:
			# Frappe keeps comments beside the fields, as JSON
			if TAG.search(text) and stored.meta.has_field(fieldname):
				stored.set(fieldname, sanitize(text))


def sanitize(html: str | None) -> str:
	"""Return HTML without anything that runs: also of a text that happens to be valid JSON, which Frappe lets pass."""
	return sanitize_html(html or "", always_sanitize=True)


def sanitize_for_print(html: str | None) -> str:
	"""Return HTML that, besides, has nothing fetched from elsewhere when a server makes a PDF of it."""
	soup = BeautifulSoup(sanitize(html), "html.parser")
	for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
		comment.extract()
	for tag in soup.find_all(True):
		if tag.decomposed:
			continue
		if tag.name in ("style", "script", "head", "svg", "math") or is_foreign_picture(tag):
			tag.decompose()
		elif tag.name not in PRINTED_TAGS:
			tag.unwrap()
		else:
			tag.attrs = {name: value for name, value in tag.attrs.items() if is_printed(name, value)}
	return str(soup)


def is_foreign_picture(tag: Tag) -> bool:
	return tag.name == "img" and not tag.get("src", "").startswith(PICTURES_OF_THIS_SITE)


def is_printed(name: str, value: str | list[str]) -> bool:
	return name in PRINTED_ATTRIBUTES and (name != "style" or bool(HARMLESS_STYLE.fullmatch(value)))


def get_shown(html: str) -> str:
	"""Return what HTML shows, for comparing: its words and what is done to them, whatever an editor wraps them in."""
	soup = BeautifulSoup(sanitize_for_print(html), "html.parser") if TAG.search(html) else None
	if not soup:
		return " ".join(html.split())
	words = " ".join(soup.get_text(" ").split())
	marks = [
		(tag.name, sorted(tag.attrs.items()), " ".join(tag.get_text(" ").split()))
		for tag in soup.find_all(True)
		if tag.attrs or tag.name not in WRAPPERS
	]
	return f"{words} {marks}" if marks else words


def get_lines(html: str | None) -> list[str]:
	"""Return what HTML says, line by line, for where only text is shown."""
	text = BeautifulSoup(html or "", "html.parser").get_text("\n")
	return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
