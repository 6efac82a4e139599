"""A visit's photos as they are printed: reduced, upright, and part of the page, as nobody else may fetch them."""

import base64
from io import BytesIO

import frappe
from frappe.model.document import Document
from PIL import Image

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.photos import (
	UNREADABLE,
	get_files,
	get_records,
	is_too_large,
	shrink,
)

# A photo is printed 58 mm wide: so many pixels are 270 of them to an inch.
LONGEST_SIDE = 640
QUALITY = 75


def get_printed_photos(visit: Document) -> list[dict]:
	"""Return {taken, caption, source} of each photo; without a source, it can't be shown.

	Photos of the visit belong to what is printed. Others, whose address somebody entered, are shown to those
	who may read them. One statement where all are the visit's own; each picture is decoded once.
	"""
	photos = [photo for photo in visit.photos if photo.image]
	files = get_files(visit, get_records({photo.image for photo in photos}))
	sources = {url: get_source(file) for url, file in files.items()}
	return [
		frappe._dict(taken=photo.taken, caption=photo.caption, source=sources.get(photo.image))
		for photo in photos
	]


def get_source(file: Document) -> str | None:
	"""Return the picture as a data URI, or None where it can't be read: a telephone's HEIC, a file that is gone."""
	try:
		content = reduce(file.get_full_path())
	except UNREADABLE:
		return None
	return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"


def reduce(path: str) -> bytes:
	"""Return a JPEG that is large enough to be printed. Raises ValueError where it would take too much to make."""
	with Image.open(path) as photo:
		if is_too_large(photo):
			raise ValueError("Too many pixels")
		reduced = flatten(shrink(photo, LONGEST_SIDE))
	written = BytesIO()
	reduced.save(written, "JPEG", quality=QUALITY, optimize=True)
	return written.getvalue()


def flatten(photo: Image.Image) -> Image.Image:
	"""Lay a picture that may be transparent on white paper."""
	if photo.mode in ("RGB", "L"):
		return photo
	paper = Image.new("RGB", photo.size, "white")
	layer = photo.convert("RGBA")
	paper.paste(layer, mask=layer)
	return paper
