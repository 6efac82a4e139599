"""The customer signs; what he signed for stays as it is. Photos belong to it."""

import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.photos import PhotoError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sign_off import (
	SignatureMissingError,
	SignedError,
)
from maintenance_visit_app.tests import VisitTestCase, change_settings, do_work, make_visit

SIGNATURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OTHER_SIGNATURE = SIGNATURE.replace("AWjR9", "AWjR8")


class TestSignature(VisitTestCase):
	def test_signature_is_stamped_and_seals_the_work(self):
		visit = self.sign(do_work(make_visit()).insert())
		self.assertEqual(visit.signature_status, "Signed")
		self.assertTrue(visit.signed_on)

		visit.reload().purposes[0].work_done = "Nothing at all."
		with self.assert_throws(SignedError, "Mme Roux", "Purposes", "Clear the signature first"):
			visit.save()
		visit.reload()
		self.assertEqual(visit.purposes[0].work_done, "Burner cleaned.")

	def test_what_is_not_the_work_may_still_be_changed(self):
		visit = self.sign(do_work(make_visit()).insert())
		signed_on = visit.signed_on

		visit.reload().update({"customer_feedback": "Very friendly.", "rating": 0.8}).save()

		self.assertEqual((visit.customer_feedback, visit.signed_on), ("Very friendly.", signed_on))
		self.assertEqual(visit.submit().docstatus, 1)

	def test_cleared_signature_is_logged_and_frees_the_work(self):
		visit = self.sign(do_work(make_visit()).insert())

		visit.reload().customer_signature = None
		visit.purposes[0].work_done = "Burner and flue cleaned."
		visit.save()

		self.assertEqual(visit.signature_status, "Not Signed")
		self.assertFalse(visit.signed_by or visit.signed_on)
		self.assertIn("Mme Roux", self.get_log(visit))

	def test_another_signature_in_its_place_is_logged_too(self):
		visit = self.sign(do_work(make_visit()).insert())

		visit.reload().update({"customer_signature": OTHER_SIGNATURE, "signed_by": "M. Roux"}).save()

		self.assertIn("Mme Roux", self.get_log(visit))
		self.assertEqual((visit.signed_by, visit.signature_status), ("M. Roux", "Signed"))

	def test_signature_needs_a_name(self):
		with self.assert_throws(SignatureMissingError, "Signed By"):
			make_visit(customer_signature=SIGNATURE).insert()

	def test_settings_may_require_a_signature(self):
		visit = do_work(make_visit()).insert()
		change_settings(require_signature=1)

		with self.assert_throws(SignatureMissingError, "signature is missing", "Sign-off"):
			visit.submit()
		self.assertEqual(self.sign(visit.reload()).submit().docstatus, 1)

	def test_script_in_the_feedback_is_taken_out(self):
		visit = make_visit(customer_feedback="Fine <script>alert(1)</script>").insert()

		self.assertNotIn("<script", visit.reload().customer_feedback)

	def sign(self, visit):
		return visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Roux"}).save()

	def get_log(self, visit) -> str:
		filters = {"reference_doctype": visit.doctype, "reference_name": visit.name, "comment_type": "Info"}
		return str(frappe.get_all("Comment", filters, pluck="content"))


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
		for image in ("/files/manual.pdf", "https://example.com/boiler.png", "javascript:alert(1)"):
			with self.subTest(image=image), self.assert_throws(PhotoError, "Row #1", image):
				make_visit(photos=[{"image": image}]).insert()

	def upload(self, name: str, size: int) -> str:
		"""Write the record of a file of that size, in bytes; only its size is looked at."""
		url = f"/files/{frappe.generate_hash(length=8)}-{name}"
		frappe.get_doc({"doctype": "File", "file_name": name, "file_url": url, "file_size": size}).db_insert()
		return url
