"""Photos that a device sends: each once, checked and reduced on the server, without the place."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import frappe
from frappe.utils import get_test_client
from PIL import Image

from maintenance_visit_app.tests import change_settings, do_work
from maintenance_visit_app.tests.at_once import USER
from maintenance_visit_app.tests.operations import APPLY_PHOTO, OperationsTestCase, new_id, operation
from maintenance_visit_app.tests.photos import ORIENTATION, SIDEWAYS, write_jpeg

GPS = 0x8825


class TestPhotos(OperationsTestCase):
	def send(self, sent: dict | str, content: bytes | None, file_name: str = "IMG_1.jpg"):
		frappe.db.commit()
		with ThreadPoolExecutor(1) as pool:
			response = pool.submit(self.post, sent, content, file_name).result()
		frappe.db.rollback()
		return response

	def post(self, sent: dict | str, content: bytes | None, file_name: str):
		headers = {"Authorization": self.users.tokens[USER], "X-Frappe-Site-Name": self.users.site}
		data = {"operation": frappe.as_json(sent) if isinstance(sent, dict) else sent}
		if content is not None:
			data["file"] = (BytesIO(content), file_name)
		return get_test_client().post(
			APPLY_PHOTO, data=data, headers=headers, content_type="multipart/form-data"
		)

	def apply_photo(self, *args) -> dict:
		response = self.send(*args)
		self.assertEqual(response.status_code, 200, response.get_data(as_text=True)[:1000])
		(result,) = response.get_json()["message"]["results"]
		return result

	def test_a_photo_arrives_once_turned_reduced_and_without_its_place(self):
		visit = self.make_visit()
		sent = operation("photo", visit, row=new_id(), taken="Before", caption="Burner")

		first, second = self.apply_photo(sent, take_photo()), self.apply_photo(sent, take_photo())

		self.assertEqual((first["outcome"], second["outcome"]), ("applied", "already"), first)
		visit.reload()
		(photo,) = visit.photos
		self.assertEqual(
			(photo.name, photo.taken, photo.caption), (sent["payload"]["row"], "Before", "Burner")
		)
		(file,) = frappe.get_all("File", {"attached_to_name": visit.name}, ["file_url", "is_private"])
		self.assertEqual((file.file_url, file.is_private), (photo.image, 1))
		with Image.open(get_path(photo.image)) as picture:
			self.assertEqual(picture.size, (1920, 2560))
			self.assertFalse(dict(picture.getexif()))

	def test_the_same_id_with_another_picture_is_refused(self):
		visit = self.make_visit()
		sent = operation("photo", visit)
		self.apply_photo(sent, take_photo())
		self.assert_refused(self.apply_photo(sent, take_photo("red")), "SameIdError")

	def test_what_is_no_picture_or_too_large_is_refused_and_leaves_no_file(self):
		visit = self.make_visit()
		change_settings(max_photo_size=0.5)
		self.addCleanup(self.allow_large_photos)
		cases = (
			b"",
			b"GIF89a",
			b"<svg onload=alert(1)>",
			write_jpeg(Image.new("RGB", (40, 30)))[:200],
			b"x" * 600_000,
		)
		for content in cases:
			with self.subTest(content[:10]):
				result = self.apply_photo(operation("photo", visit), content, "../../evil.svg")
				self.assertEqual(result["outcome"], "refused", result)
				self.assertEqual(result["error"]["field"], "file", result)
		self.assertEqual(frappe.db.count("File", {"attached_to_name": visit.name}), 0)

	def allow_large_photos(self) -> None:
		change_settings(max_photo_size=10)
		frappe.db.commit()

	def test_a_photo_that_the_visit_refuses_leaves_no_file_on_the_disk(self):
		visit = self.make_visit()
		sent = operation("photo", visit, taken="Whenever")

		result = self.apply_photo(sent, take_photo())

		self.assertEqual(result["outcome"], "refused", result)
		folder = Path(frappe.get_site_path("private", "files"))
		self.assertEqual(list(folder.glob(f"{sent['id']}*")), [])
		self.assertFalse(frappe.db.exists("File", {"file_name": ("like", f"{sent['id']}%")}))

	def test_a_photo_of_a_visit_that_was_submitted_meanwhile_is_kept_beside_it(self):
		visit = do_work(self.make_visit()).save().submit()

		result = self.apply_photo(operation("photo", visit, caption="Burner"), take_photo())

		self.assertEqual(result["outcome"], "superseded", result)
		self.assertEqual(frappe.db.count("File", {"attached_to_name": visit.name}), 1)
		self.assertEqual(visit.reload().photos, [])

	def test_without_a_file_or_an_operation_it_is_refused(self):
		visit = self.make_visit()
		self.assertEqual(self.send("{", take_photo()).status_code, 417)
		without = self.apply_photo(operation("photo", visit), None)
		self.assertEqual((without["outcome"], without["error"]["field"]), ("refused", "payload.image"))
		note = self.apply_photo(operation("note", visit, text="x"), take_photo())
		self.assertEqual((note["outcome"], note["error"]["field"]), ("refused", "file"))


def take_photo(colour: str = "green") -> bytes:
	"""Return a photo as a telephone takes it: large, on its side, with a note where it was."""
	exif = Image.Exif()
	exif[ORIENTATION] = SIDEWAYS
	exif[GPS] = {1: "N", 2: (45.0, 11.0, 0.0)}
	return write_jpeg(Image.new("RGB", (3200, 2400), colour), exif=exif)


def get_path(url: str) -> str:
	return frappe.get_site_path(url.lstrip("/"))
