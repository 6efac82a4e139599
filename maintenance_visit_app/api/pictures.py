"""Pictures that come with operations: checked, reduced, without the place where they were taken."""

import base64
import os
from io import BytesIO

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt
from PIL import Image

from maintenance_visit_app.api.errors import OperationError, refuse
from maintenance_visit_app.api.operation import Operation, Photo
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import photos
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sign_off import DRAWING, is_drawing
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)

ENDING_OF = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
QUALITY = 88
# Before anything of it is read
MOST_MEGABYTES = 25


class PictureError(OperationError):
	pass


def attach(document: Document, operation: Operation) -> Document:
	"""Attach the photo that came with an operation, as a private file that is named by the operation."""
	return attach_content(document, operation, *reduce(operation.photo))


def keep(document: Document, operation: Operation) -> Document | None:
	"""Attach what an operation holds as a picture, a photo or a signature, to the document that keeps it."""
	if operation.photo:
		return attach(document, operation)
	signature = operation.payload.get("signature")
	if operation.kind == "sign" and is_drawing(signature):
		content = base64.b64decode(signature.removeprefix(DRAWING))
		return attach_content(document, operation, content, ".png")
	return None


def attach_content(document: Document, operation: Operation, content: bytes, ending: str) -> Document:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{operation.id}{ending}",
			"attached_to_doctype": document.doctype,
			"attached_to_name": document.name,
			"is_private": 1,
			"content": content,
		}
	)
	operation.file_url = file.insert().file_url
	return file


def reduce(photo: Photo) -> tuple[bytes, str]:
	"""Return a picture in few pixels and without notes, and the ending of its name. Raises PictureError."""
	validate_size(photo)
	try:
		with Image.open(BytesIO(photo.content), formats=["JPEG", "PNG", "WEBP"]) as picture:
			if photos.is_too_large(picture):
				refuse(
					_("The photo has too many pixels. Take it with a lower resolution."), "file", PictureError
				)
			kept_as = photos.KEPT_FORMATS[picture.format]
			return write(photos.shrink(picture, photos.LONGEST_SIDE), kept_as), ENDING_OF[kept_as]
	except photos.UNREADABLE:
		refuse(_("The file is no picture: send a photo as JPEG, PNG or WebP."), "file", PictureError)


def validate_size(photo: Photo) -> None:
	largest = flt(get_settings().max_photo_size) or MOST_MEGABYTES
	size = len(photo.content) / photos.MEGABYTE
	if size > largest:
		refuse(
			_("The photo has {0} MB, and {1} MB are allowed. Take it with a lower resolution.").format(
				flt(size, 1), largest
			),
			"file",
			PictureError,
		)


def write(picture: Image.Image, kept_as: str) -> bytes:
	"""Return the picture as a file without notes: a photo says where it was taken, and with which telephone."""
	if kept_as == "JPEG":
		picture = picture.convert("RGB")
	picture.info.pop("exif", None)
	written = BytesIO()
	picture.save(written, kept_as, quality=QUALITY)
	return written.getvalue()


def remove_lost_file(url: str | None) -> None:
	"""Delete from the disk what an operation wrote before it was refused, unless another document has it."""
	if not url or frappe.db.exists("File", {"file_url": url}):
		return
	path = frappe.get_site_path(url.lstrip("/"))
	if os.path.exists(path):
		os.remove(path)
