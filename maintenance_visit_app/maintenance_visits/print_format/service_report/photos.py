"""A visit's photos as they are printed: reduced, upright, and part of the page, as nobody else may fetch them."""

import base64
from collections.abc import Iterable
from io import BytesIO

import frappe
from frappe.model.document import Document
from PIL import Image, ImageOps

# A photo is printed 58 mm wide: so many pixels are 270 of them to an inch.
LONGEST_SIDE = 640
QUALITY = 75
UNREADABLE = (OSError, ValueError, Image.DecompressionBombError)


def get_printed_photos(visit: Document) -> list[dict]:
	"""Return {taken, caption, source} of each photo; without a source, it can't be shown.

	Photos of the visit belong to what is printed. Others, whose address somebody entered, are shown to those
	who may read them.
	"""
	photos = [photo for photo in visit.photos if photo.image]
	files = get_files(visit, {photo.image for photo in photos})
	return [
		frappe._dict(taken=photo.taken, caption=photo.caption, source=get_source(files.get(photo.image)))
		for photo in photos
	]


def get_files(visit: Document, urls: Iterable[str]) -> dict[str, Document]:
	"""Return {address: File} of the files that may be shown, with one statement where they are the visit's own."""
	if not urls:
		return {}
	files = {}
	for record in frappe.get_all("File", {"file_url": ("in", list(urls))}, ["*"]):
		file = frappe.get_doc({**record, "doctype": "File"})
		if record.file_url not in files and (is_of(file, visit) or file.is_downloadable()):
			files[record.file_url] = file
	return files


def is_of(file: Document, visit: Document) -> bool:
	return (file.attached_to_doctype, file.attached_to_name) == (visit.doctype, visit.name)


def get_source(file: Document | None) -> str | None:
	"""Return the picture as a data URI, or None where it can't be read: a telephone's HEIC, a file that is gone."""
	if not file:
		return None
	try:
		content = reduce(file.get_full_path())
	except UNREADABLE:
		return None
	return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"


def reduce(path: str) -> bytes:
	"""Return a JPEG that is large enough to be printed, turned as the camera was held."""
	size = (LONGEST_SIDE, LONGEST_SIDE)
	with Image.open(path) as photo:
		photo.draft("RGB", size)  # A JPEG is decoded at a fraction of its size: ten times as fast
		reduced = flatten(ImageOps.exif_transpose(photo))
	reduced.thumbnail(size, Image.Resampling.LANCZOS)
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
