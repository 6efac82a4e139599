"""Photos of a visit are pictures of this site that the user may read, in no more pixels than anybody looks at."""

import os
from io import BytesIO

import frappe
from PIL import Image

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.photos import PhotoError
from maintenance_visit_app.tests import VisitTestCase, do_work, make_visit
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.photos import ORIENTATION, SIDEWAYS, take_small_photo, upload


class TestPhotos(VisitTestCase):
	def test_photo_of_this_site_is_kept(self):
		image = self.upload("boiler.png", 1000)

		visit = make_visit(photos=[{"image": image, "taken": "Before", "caption": "Soot"}]).insert()

		self.assertEqual(visit.photos[0].image, image)

	def test_photo_that_is_too_large_is_refused(self):
		image = self.upload("boiler.png", 20 * 1024 * 1024)

		with self.assert_throws(PhotoError, "Row #1", "20.0 MB", "10.0 MB"):
			make_visit(photos=[{"image": image}]).insert()

	def test_what_is_no_picture_of_this_site_is_refused(self):
		for image in (
			"/files/manual.pdf",
			"https://example.com/boiler.png",
			"javascript:alert(1)",
			"/private/files/nothing-there.png",
			42,
		):
			values = {**make_visit().as_dict(no_nulls=True), "photos": [{"image": image}]}
			with (
				self.subTest(image=image),
				self.assert_throws(PhotoError, "Row #1", "not a picture of this site"),
			):
				frappe.client.insert(values)

	def test_size_is_asked_whatever_is_behind_the_address(self):
		image = self.upload("boiler.png", 20 * 1024 * 1024)
		for behind in ("?x=.png", "#.png", "?fid=1&.png"):
			with self.subTest(behind), self.assert_throws(PhotoError, "Row #1"):
				save(make_visit(photos=[{"image": image + behind}]))

	def test_picture_that_the_user_may_not_read_is_as_if_it_were_not_there(self):
		secret = upload(None, take_small_photo())
		frappe.set_user("julie.perrin@example.com")

		with self.assert_throws(PhotoError, "Row #1", "not a picture of this site"):
			save(make_visit(photos=[{"image": secret}]))

	def test_too_many_pixels_are_refused_before_they_are_decoded(self):
		for size in ((12_000, 12_000), (5_100, 5_000)):
			visit = make_visit().insert()
			visit.append("photos", {"image": upload(visit, make_png(size), ".png")})
			with self.subTest(size), self.assert_throws(PhotoError, "Row #1", "megapixels"):
				save(visit)

	def test_large_photo_of_the_visit_is_reduced_and_stays_upright(self):
		visit = make_visit().insert()
		url = upload(visit, take_small_photo((4000, 2000), turned=SIDEWAYS))
		visit.append("photos", {"image": url})

		save(visit)

		file = frappe.get_doc("File", {"file_url": url})
		with Image.open(file.get_full_path()) as picture:
			self.assertEqual(picture.size, (1280, 2560))
			self.assertFalse(picture.getexif().get(ORIENTATION, 1) != 1)
		self.assertEqual(file.file_size, os.path.getsize(file.get_full_path()))

	def test_file_that_another_document_has_too_is_left_as_it_is(self):
		visit, other = make_visit().insert(), make_visit().insert()
		content = take_small_photo((4000, 2000))
		url = upload(visit, content)
		file = frappe.get_doc("File", {"file_url": url})
		frappe.copy_doc(file).update({"name": "shared", "attached_to_name": other.name}).db_insert()
		visit.append("photos", {"image": url})

		save(visit)

		self.assertEqual(os.path.getsize(file.get_full_path()), len(content))

	def test_photo_of_a_submitted_visit_is_not_deleted(self):
		if not frappe.get_meta("DocType").has_field("protect_attached_files"):
			self.skipTest("Frappe 15 protects no files")
		visit = do_work(make_visit()).insert()
		url = upload(visit, take_small_photo())
		visit.append("photos", {"image": url})
		save(save(visit), "Submit")

		with self.assert_throws(frappe.ValidationError, "protected document"):
			frappe.client.delete("File", frappe.db.get_value("File", {"file_url": url}))

	def upload(self, name: str, size: int) -> str:
		"""Write the record of a file of that size, in bytes; only its size is looked at."""
		url = f"/files/{frappe.generate_hash(length=8)}-{name}"
		frappe.get_doc({"doctype": "File", "file_name": name, "file_url": url, "file_size": size}).db_insert()
		return url


def make_png(size: tuple[int, int]) -> bytes:
	"""Return a picture of one bit a pixel: a small file, whatever its size."""
	written = BytesIO()
	Image.new("1", size).save(written, "PNG")
	return written.getvalue()
