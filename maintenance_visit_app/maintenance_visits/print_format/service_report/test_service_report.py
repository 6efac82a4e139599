"""The paper that a customer is handed: what is on it, in which language, and whose pictures."""

import base64
import re
from html import unescape
from io import BytesIO
from time import process_time

import frappe
from frappe.translate import print_language
from PIL import Image

from maintenance_visit_app.demo.pictures import get_signature
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.test_photos import make_png
from maintenance_visit_app.maintenance_visits.mappers.follow_up import (
	make_follow_up_visit,
)
from maintenance_visit_app.maintenance_visits.print_format.service_report.service_report import (
	get_service_report,
)
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	BOILER_SERIAL_NO,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	SPLIT_SERIAL_NO,
	VisitTestCase,
	do_work,
	make_visit,
)
from maintenance_visit_app.tests.parts import FILTER, FILTER_BATCH
from maintenance_visit_app.tests.photos import SIDEWAYS, add_photos, take_small_photo, upload
from maintenance_visit_app.tests.reports import ReportTestCase
from maintenance_visit_app.tests.test_statements import count_statements

SECTIONS = (
	"Work Done",
	"Checklist",
	"Parts Used",
	"Working Time",
	"Photos",
	"Customer Feedback",
	"Customer Signature",
)
CANNOT_BE_SHOWN = "This photo can't be shown."


class TestContents(ReportTestCase):
	def test_full_visit_shows_all_that_was_recorded(self):
		self.use_date_format("dd/mm/yyyy")
		visit = make_full_visit().submit()

		html = print_visit(visit)

		self.assertEqual(get_titles(html), list(SECTIONS))
		text = get_text(html)
		for told in (
			f"Service Report {visit.name} Fully Completed",
			"Alpes Thermique Services Service Report",
			"Customer Hôtel Belledonne 12 place Victor Hugo",
			"Sophie Garnier +33 6 39 98 12 01 sophie.garnier@example.com",
			"Date 02/11/2026 Time 08:30 Technicians Julie Perrin, Karim Benali",
			"Maintenance Type Breakdown",
			f"Chaudière gaz à condensation 35 kW {BOILER} Serial No: {BOILER_SERIAL_NO}",
			"Complaint Leaks since Monday. Work Done Gasket replaced. Burner cleaned. Fully Completed Julie Perrin",
			"Pressure OK 1.5 Nos",
			"Flue Not OK Soot, to be swept",
			f"{FILTER} Batch No: {FILTER_BATCH} Under Warranty 2",
			"Julie Perrin 02/11/2026 08:30 10:00",
			"Total Hours",
			"Before Soot",
			"4 of 5 Friendly & quick",
			"Sophie Garnier",
		):
			self.assertIn(told, text)
		self.assertIn(f'src="{visit.customer_signature}"', html)

	def test_minimal_visit_leaves_empty_sections_out(self):
		html = print_visit(make_visit().insert())

		self.assertEqual(get_titles(html), ["Work Done"])
		self.assertNotIn("signature-placeholder", html)
		for absent in ("None", "no attribute", "Complaint", "Hours"):
			self.assertNotIn(absent, get_text(html))

	def test_what_is_submitted_without_a_signature_can_be_signed_on_paper(self):
		visit = do_work(make_visit()).insert().submit()

		html = print_visit(visit)

		self.assertEqual(get_titles(html), ["Work Done", "Customer Signature"])
		self.assertIn("Name and Date", get_text(html))

	def test_state_is_told(self):
		visit = do_work(make_visit()).insert()
		self.assertIn("DRAFT", get_text(print_visit(visit)))

		visit.submit()
		submitted = get_text(print_visit(visit))
		self.assertNotIn("DRAFT", submitted)
		self.assertIn("Fully Completed", submitted)

		frappe.db.set_single_value("Print Settings", "allow_print_for_cancelled", 1)
		visit.cancel()
		self.assertIn("CANCELLED", get_text(print_visit(visit)))

	def test_visit_that_does_what_is_left_is_told(self):
		self.use_date_format("mm/dd/yyyy")
		visit = make_visit(items={BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO})
		visit = do_work(visit, "Partially Completed").insert()
		visit.purposes[1].completion_status = "Pending"
		visit.submit()
		self.assertNotIn("What is left", get_text(print_visit(visit)))

		follow_up = make_follow_up_visit(visit.name).update({"mntc_date": "2026-12-03"}).insert()

		left = f"What is left will be dealt with on 12/03/2026, visit {follow_up.name}."
		self.assertIn(left, get_text(print_visit(visit)))
		self.assertIn(f"Follow-up Of {visit.name}", get_text(print_visit(follow_up)))

	def test_half_a_star_is_half_a_star(self):
		for rating, stars in ((0.7, [1, 1, 1, 0.5, 0]), (1, [1] * 5), (0, [])):
			self.assertEqual(get_service_report(make_visit(rating=rating)).stars, stars)


class TestPhotos(VisitTestCase):
	def test_private_photo_is_shown_to_who_may_print_the_visit(self):
		visit = make_visit().insert()
		add_photos(visit, 1, take_small_photo(colour="blue"))
		visit.save()

		frappe.set_user("luc.fontaine@example.com")
		(picture,) = get_pictures(print_visit(visit))

		red, green, blue = picture.getpixel((20, 15))
		self.assertTrue(blue > 240 and red < 10 and green < 10, (red, green, blue))

	def test_photo_is_upright_and_reduced(self):
		visit = make_visit().insert()
		add_photos(visit, 1, take_small_photo((2000, 1000), turned=SIDEWAYS))

		(picture,) = get_pictures(print_visit(visit.save()))

		self.assertEqual(picture.size, (320, 640))

	def test_transparent_picture_lies_on_white(self):
		written = BytesIO()
		Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
		visit = make_visit().insert()
		visit.append("photos", {"image": upload(visit, written.getvalue(), ending=".png")})

		(picture,) = get_pictures(print_visit(visit.save()))

		self.assertEqual(picture.getpixel((5, 5)), (255, 255, 255))

	def test_picture_of_somebody_else_is_not_shown(self):
		secret = upload(None, take_small_photo(colour="red"))
		visit = make_visit(photos=[{"image": secret, "caption": "Not mine"}]).insert()
		frappe.set_user("julie.perrin@example.com")

		html = print_visit(visit)

		self.assertEqual(get_pictures(html), [])
		self.assertIn(f"{CANNOT_BE_SHOWN} After Not mine", get_text(html))

	def test_what_cannot_be_read_is_told(self):
		visit = make_visit().insert()
		for content, ending in ((b"no picture", ".heic"), (take_small_photo()[:100], ".jpg")):
			visit.append("photos", {"image": upload(visit, content, ending)})
		visit.save().append("photos", {"image": "/private/files/gone.jpg"})

		self.assertEqual(print_visit(visit).count(CANNOT_BE_SHOWN), 3)

	def test_picture_of_too_many_pixels_is_not_decoded(self):
		visit = make_visit().insert()
		visit.append("photos", {"image": upload(visit, make_png((12_000, 12_000)), ending=".png")})

		self.assertEqual(print_visit(visit).count(CANNOT_BE_SHOWN), 1)

	def test_picture_that_forty_rows_name_is_decoded_once(self):
		visit = make_visit().insert()
		url = upload(visit, make_png((4900, 5000)), ending=".png")
		for _number in range(40):
			visit.append("photos", {"image": url})

		begun = process_time()
		self.assertEqual(len(get_pictures(print_visit(visit))), 40)
		self.assertLess(process_time() - begun, 8)

	def test_ten_photos_cost_no_more_statements_than_one(self):
		statements = []
		for count in (1, 10):
			visit = make_visit().insert()
			for number in range(count):
				add_photos(visit, 1, take_small_photo((40, 30 + number)))
			visit.save()
			frappe.set_user("karim.benali@example.com")
			statements.append(len(count_statements(lambda visit=visit: get_service_report(visit))))

		self.assertEqual(statements, [1, 1])


class TestLanguage(ReportTestCase):
	def test_visit_speaks_its_customers_language(self):
		for customer, language in ((HOTEL, "fr"), (BAKERY, "de")):
			frappe.db.set_value("Customer", customer, "language", language)

		visit = make_visit().insert()
		self.assertEqual(visit.language, "fr")
		self.assertEqual(visit.reload().update({"customer": BAKERY}).save().language, "de")

	def test_dates_are_written_as_everywhere_else_whatever_the_language(self):
		self.use_date_format("dd.mm.yyyy")
		visit = make_visit(mntc_date="2026-12-03").insert()

		for language in ("en", "fr"):
			with print_language(language):
				self.assertIn("03.12.2026", get_text(print_visit(visit)))


class TestDefault(VisitTestCase):
	def test_visits_are_printed_as_service_reports(self):
		html = frappe.get_print("Maintenance Visit", make_visit().insert().name)

		self.assertIn("Service Report", html)


def make_full_visit():
	"""Insert a visit with everything a report can show, signed."""
	visit = make_visit(mntc_date="2026-11-02", mntc_time="08:30:00", maintenance_type="Breakdown")
	visit = do_work(visit, work_done="Gasket replaced.\nBurner cleaned.")
	visit.purposes[0].complaint = "<p>Leaks since Monday.</p>"
	for task, result, reading, uom, remark in (
		("Pressure", "OK", "1.5", "Nos", None),
		("Flue", "Not OK", None, None, "Soot, to be swept"),
	):
		visit.append(
			"checks", {"task": task, "result": result, "reading": reading, "uom": uom, "remark": remark}
		)
	visit.append(
		"parts",
		{
			"item_code": FILTER,
			"qty": 2,
			"batch_no": FILTER_BATCH,
			"warehouse": get_warehouse(),
			"coverage": "Under Warranty",
		},
	)
	for person in (JULIE, KARIM):
		visit.append(
			"time_logs",
			{
				"service_person": person,
				"from_time": "2026-11-02 08:30:00",
				"to_time": "2026-11-02 10:00:00",
			},
		)
	visit.insert()
	add_photos(visit, 1, take_small_photo(), taken="Before", caption="Soot")
	visit.update({"rating": 0.8, "customer_feedback": "Friendly & quick"})
	return visit.update({"customer_signature": get_signature(), "signed_by": "Sophie Garnier"}).save()


def print_visit(visit) -> str:
	"""Without the site's letterhead: a bench may have one."""
	return frappe.get_print("Maintenance Visit", visit.name, "Service Report", doc=visit, no_letterhead=1)


def get_titles(html: str) -> list[str]:
	return re.findall(r'class="title"[^>]*>([^<]*)<', html)


def get_report(html: str) -> str:
	"""Return the report without what Frappe puts around it."""
	return html[html.index('class="service-report"') : html.index('id="footer-html"')]


def get_text(html: str) -> str:
	"""Return what can be read on the page, in one line."""
	body = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", html[html.index("<body") :], flags=re.DOTALL)
	return " ".join(unescape(re.sub("<[^>]+>", " ", body)).split())


def get_pictures(html: str) -> list[Image.Image]:
	sources = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', html)
	return [Image.open(BytesIO(base64.b64decode(source))) for source in sources]
