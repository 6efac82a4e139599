"""The Service Report on paper: how many pages, with which pictures, how large a file."""

import io

import frappe
import pytest
from pdf_text import get_text, says
from pypdf import PdfReader

from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.tests import HOTEL, do_work, make_services, make_visit
from maintenance_visit_app.tests.photos import add_photos

MEGABYTE = 1024 * 1024
# How wide the company's logo is, in pixels
LOGO = 160


@pytest.fixture(autouse=True)
def forgotten():
	yield
	frappe.db.rollback()
	frappe.clear_document_cache("Maintenance Visit Settings", "Maintenance Visit Settings")


def test_a_usual_visit_takes_two_pages_with_its_private_photos():
	filters = {"company": COMPANY["company_name"], "signature_status": "Signed", "docstatus": 1}
	visit = frappe.db.get_value("Maintenance Visit", filters)

	reader = PdfReader(io.BytesIO(print_visit(visit)))

	sizes = [image.image.size for page in reader.pages for image in page.images]
	assert len(reader.pages) <= 2
	assert sizes.count((640, 480)) == 4
	assert says(reader.pages[0], "Service Report")
	assert says(reader.pages[-1], "Hélène Vidal")


def test_ten_photos_of_a_telephones_size_make_no_large_file():
	visit = do_work(make_visit(items=dict.fromkeys(make_services(20)))).insert()
	add_photos(visit, 10)
	uploaded = frappe.get_all("File", {"attached_to_name": visit.save().name}, pluck="file_size")

	content = print_visit(visit.name)

	images = [image.image for page in PdfReader(io.BytesIO(content)).pages for image in page.images]
	assert len([image for image in images if image.width > LOGO]) == 10
	assert len(uploaded) == 10
	assert len(content) < 3 * MEGABYTE


def test_table_heads_are_repeated_and_no_line_is_torn():
	visit = do_work(
		make_visit(items=dict.fromkeys(make_services(60))), work_done="First\n\n\n\nLast"
	).insert()

	pages = PdfReader(io.BytesIO(print_visit(visit.name))).pages

	assert len(pages) > 2
	for page in pages:
		assert says(page, "Completion Status")
		text = get_text(page)
		assert text.count("First") == text.count("Last")


def test_mail_to_the_customer_has_the_report_in_the_customers_language():
	frappe.get_doc("Maintenance Visit Settings").update({"notify_customers": 1}).save()
	frappe.db.set_value("Customer", HOTEL, "language", "fr")
	visit = do_work(make_visit()).update({"mntc_date": "2026-11-03"}).insert().submit()
	mail = frappe.get_last_doc("Email Queue", {"reference_name": visit.name})
	attachment = frappe.parse_json(mail.attachments)[0]
	attachment.pop("print_format_attachment")

	content = frappe.attach_print(**attachment)["fcontent"]

	page = PdfReader(io.BytesIO(content)).pages[0]
	assert says(page, "Rapport d'intervention")
	assert says(page, "03/11/2026")


def print_visit(visit: str) -> bytes:
	return frappe.get_print("Maintenance Visit", visit, "Service Report", as_pdf=True)
