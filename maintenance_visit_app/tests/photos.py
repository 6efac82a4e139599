"""Photos as telephones take them: of twelve megapixels and some megabytes, turned by a note in the file."""

from functools import cache
from io import BytesIO
from pathlib import Path

import frappe
from frappe.model.document import Document
from PIL import Image, ImageChops

SIDEWAYS = 6  # The camera was held upright: to be turned by a quarter to the right
ORIENTATION = 0x0112


def add_photos(visit: Document, count: int, content: bytes | None = None, **values) -> list[str]:
	"""Attach so many photos to an inserted visit, as Desk does, and return their addresses; the caller saves."""
	urls = [upload(visit, content or take_photo(number)) for number in range(count)]
	for url in urls:
		visit.append("photos", {"image": url, "taken": "After", "caption": "Burner", **values})
	return urls


def upload(visit: Document | None, content: bytes, ending: str = ".jpg") -> str:
	"""Return the address of a private file of the visit, or of nobody, that is written as it is.

	Past Frappe's File, which takes a picture's notes out, and refuses what is no picture.
	"""
	name = f"{frappe.generate_hash(length=8)}{ending}"
	path = Path(frappe.get_site_path("private", "files", name))
	path.write_bytes(content)
	frappe.db.after_rollback.add(path.unlink)
	file = {
		"doctype": "File",
		"file_name": name,
		"file_url": f"/private/files/{name}",
		"file_size": len(content),
		"is_private": 1,
		"attached_to_doctype": visit and visit.doctype,
		"attached_to_name": visit and visit.name,
	}
	frappe.get_doc(file).db_insert()
	return file["file_url"]


def take_photo(number: int = 0) -> bytes:
	"""Return a photo that is like no other: a PDF keeps what is the same but once."""
	return write_jpeg(ImageChops.offset(get_scene(), 97 * number), quality=88)


@cache
def get_scene() -> Image.Image:
	"""Details of every size, as nothing that is reduced gets smaller than they let it."""
	size = (4032, 3024)
	coarse = [Image.effect_noise((672, 504), 60).resize(size) for _band in range(2)]
	return Image.merge("RGB", (*coarse, Image.effect_noise(size, 24)))


def take_small_photo(size: tuple[int, int] = (40, 30), turned: int = 1, colour: str = "green") -> bytes:
	exif = Image.Exif()
	exif[ORIENTATION] = turned
	return write_jpeg(Image.new("RGB", size, colour), exif=exif)


def write_jpeg(picture: Image.Image, **options) -> bytes:
	written = BytesIO()
	picture.save(written, "JPEG", **options)
	return written.getvalue()
