"""Photos of a visit, before and after the work."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)

MEGABYTE = 1024 * 1024
ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic")


class PhotoError(frappe.ValidationError):
	pass


def validate_photos(visit: Document) -> None:
	"""Throw PhotoError where a new photo is no picture, or larger than Maintenance Visit Settings allow."""
	before = visit.get_doc_before_save()
	known = {photo.image for photo in before.photos} if before else set()
	new = [photo for photo in visit.photos if photo.image and photo.image not in known]
	sizes = get_sizes({photo.image for photo in new})
	largest = flt(get_settings().max_photo_size)
	for photo in new:
		validate_is_picture(photo)
		if largest and sizes.get(photo.image, 0) > largest * MEGABYTE:
			throw_photo(
				_(
					"Row #{0}: the photo has {1} MB, and {2} MB are allowed. Take it with a lower resolution."
				).format(photo.idx, flt(sizes[photo.image] / MEGABYTE, 1), largest)
			)


def validate_is_picture(photo: Document) -> None:
	name = photo.image.split("?")[0].lower()
	if not name.startswith(("/files/", "/private/files/")) or not name.endswith(ENDINGS):
		throw_photo(
			_("Row #{0}: {1} is not a picture of this site. Upload a photo ({2}).").format(
				photo.idx, frappe.bold(photo.image), ", ".join(ENDINGS)
			)
		)


def get_sizes(urls: set[str]) -> dict[str, int]:
	"""Return {address: size in bytes} of the uploaded files, with one statement."""
	if not urls:
		return {}
	files = frappe.get_all("File", {"file_url": ("in", urls)}, ["file_url", "file_size"])
	return {file.file_url: file.file_size for file in files}


def throw_photo(message: str) -> None:
	frappe.throw(message, PhotoError, title=_("Photos"))
