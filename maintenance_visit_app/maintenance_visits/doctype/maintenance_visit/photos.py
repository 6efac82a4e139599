"""Photos of a visit, before and after the work: uploaded pictures, neither too large nor somebody else's."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from io import BytesIO

import frappe
from frappe import _
from frappe.core.doctype.file.utils import get_content_hash
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, flt
from PIL import Image, ImageOps

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)
from maintenance_visit_app.records import set_by_name

MEGABYTE = 1024 * 1024
ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic")
ADDRESS = re.compile(r"/(private/)?files/[^?#\\]+", re.IGNORECASE)
JPEG = ("JPEG", "MPO")
# A JPEG is decoded at a fraction of its size, others as a whole: a telephone's photo, a screenshot
MOST_MEGAPIXELS_OF_JPEG, MOST_MEGAPIXELS = 64, 25
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
# Kept of a larger one: four times what is printed
LONGEST_SIDE = 2560
KEPT_FORMATS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP"}


class PhotoError(frappe.ValidationError):
	pass


def validate_photos(visit: Document) -> None:
	"""Throw PhotoError where a new photo is no picture of the user's, or larger than allowed; reduce the others."""
	before = visit.get_doc_before_save()
	known = [photo.image for photo in before.photos] if before else []
	new = [photo for photo in visit.photos if photo.image and photo.image not in known]
	if not new:
		return
	for photo in new:
		validate_address(photo)
	records = get_records({photo.image for photo in new})
	files = get_files(visit, records)
	for photo in new:
		validate_file(photo, files.get(photo.image))
	rows = Counter(record.file_url for record in records)
	# What other documents have too stays as it is
	reduce_files([file for url, file in files.items() if is_of(file, visit) and rows[url] == 1])


def validate_address(photo: Document) -> None:
	image = photo.image
	if not isinstance(image, str) or not ADDRESS.fullmatch(image) or not image.lower().endswith(ENDINGS):
		throw_no_picture(photo)


def throw_no_picture(photo: Document) -> None:
	throw_photo(
		_("Row #{0}: {1} is not a picture of this site. Upload a photo ({2}).").format(
			photo.idx, frappe.bold(escape_html(cstr(photo.image))), ", ".join(ENDINGS)
		)
	)


def get_records(urls: set[str]) -> list[dict]:
	return frappe.get_all("File", {"file_url": ("in", list(urls))}, ["*"]) if urls else []


def get_files(visit: Document, records: Iterable[dict]) -> dict[str, Document]:
	"""Return {address: File} of the files that may be shown: the visit's own, and what the user may read."""
	files = {}
	for record in records:
		file = frappe.get_doc({**record, "doctype": "File"})
		if record.file_url not in files and (is_of(file, visit) or file.is_downloadable()):
			files[record.file_url] = file
	return files


def is_of(file: Document, visit: Document) -> bool:
	return (file.attached_to_doctype, file.attached_to_name) == (visit.doctype, visit.name)


def validate_file(photo: Document, file: Document | None) -> None:
	if not file:
		throw_no_picture(photo)
	size, largest = flt(file.file_size) / MEGABYTE, flt(get_settings().max_photo_size)
	if largest and size > largest:
		throw_photo(
			_(
				"Row #{0}: the photo has {1} MB, and {2} MB are allowed. Take it with a lower resolution."
			).format(photo.idx, flt(size, 1), largest)
		)
	if has_too_many_pixels(file):
		throw_photo(
			_("Row #{0}: the photo has more than {1} megapixels. Take it with a lower resolution.").format(
				photo.idx, MOST_MEGAPIXELS
			)
		)


def has_too_many_pixels(file: Document) -> bool:
	"""What can't be read, as a telephone's HEIC, isn't decoded by the print either."""
	try:
		with Image.open(file.get_full_path()) as picture:
			return is_too_large(picture)
	except Image.DecompressionBombError:
		return True
	except UNREADABLE:
		return False


def is_too_large(picture: Image.Image) -> bool:
	most = MOST_MEGAPIXELS_OF_JPEG if picture.format in JPEG else MOST_MEGAPIXELS
	return picture.width * picture.height > most * 1_000_000


def reduce_files(files: list[Document]) -> None:
	"""Keep no more pixels of a photo than anybody looks at."""
	reduced = {file.name: values for file in files if (values := reduce_file(file.get_full_path()))}
	set_by_name("File", reduced)


def reduce_file(path: str) -> dict | None:
	"""Reduce a picture that is too long, and return what its File says of it then."""
	try:
		with Image.open(path) as picture:
			kept_as = KEPT_FORMATS.get(picture.format)
			if not kept_as or max(picture.size) <= LONGEST_SIDE:
				return None
			reduced = shrink(picture, LONGEST_SIDE)
	except UNREADABLE:
		return None
	written = BytesIO()
	if kept_as == "JPEG":
		reduced = reduced.convert("RGB")
	reduced.save(written, kept_as, quality=85, exif=reduced.getexif())
	replace_file(path, written.getvalue())
	return {"file_size": len(written.getvalue()), "content_hash": get_content_hash(written.getvalue())}


def shrink(picture: Image.Image, longest_side: int) -> Image.Image:
	"""Return the picture in few pixels, turned as the camera was held."""
	size = (longest_side, longest_side)
	picture.draft("RGB", size)  # A JPEG is decoded at a fraction of its size: ten times as fast
	if picture.mode not in ("RGB", "RGBA", "L"):
		picture = picture.convert("RGBA")
	picture.thumbnail(size, Image.Resampling.LANCZOS)
	return ImageOps.exif_transpose(picture)


def replace_file(path: str, content: bytes) -> None:
	"""Whoever reads meanwhile gets the one or the other."""
	beside = f"{path}.{frappe.generate_hash(length=8)}"
	with open(beside, "wb") as file:
		file.write(content)
	os.replace(beside, path)


def throw_photo(message: str) -> None:
	frappe.throw(message, PhotoError, title=_("Photos"))
