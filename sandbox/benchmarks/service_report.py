"""The PDF of a large Service Report: 20 rows, 20 checks, 10 photos of a telephone's size and a signature."""

import statistics
import time
from collections.abc import Iterator
from io import BytesIO

import frappe
from frappe.model.document import Document
from pypdf import PdfReader

from maintenance_visit_app.demo.pictures import get_signature
from maintenance_visit_app.tests import JULIE, do_work, make_services, make_visit
from maintenance_visit_app.tests.photos import add_photos

ROWS, PHOTOS, RUNS = 20, 10, 5


def measure() -> Iterator[str]:
	"""Yield lines: seconds by the clock, since a browser or wkhtmltopdf makes the PDF, and bytes. Rolls back."""
	visit = make_large_visit().name
	photos = frappe.get_all("File", {"attached_to_name": visit}, pluck="file_size")
	yield f"Service Report: {ROWS} rows, {len(photos)} photos of {max(photos) / 1e6:.1f} MB"
	for step, as_pdf in (("HTML", False), ("PDF", True)):
		seconds = []
		for _run in range(RUNS):
			started = time.perf_counter()
			made = frappe.get_print("Maintenance Visit", visit, "Service Report", as_pdf=as_pdf)
			seconds.append(time.perf_counter() - started)
		yield f"{step}: {statistics.median(seconds):.2f} s (median of {RUNS}), {len(made) / 1e6:.2f} MB"
	yield f"{len(PdfReader(BytesIO(made)).pages)} pages"
	frappe.db.rollback()


def make_large_visit() -> Document:
	visit = do_work(make_visit(items=dict.fromkeys(make_services(ROWS)))).insert()
	add_photos(visit, PHOTOS)
	for number in range(ROWS):
		visit.append("checks", {"task": f"Pressure of circuit {number}", "result": "OK", "reading": "1.5"})
	visit.append(
		"time_logs",
		{"service_person": JULIE, "from_time": "2026-11-02 08:00:00", "to_time": "2026-11-02 11:30:00"},
	)
	return visit.update({"customer_signature": get_signature(), "signed_by": "Sophie Garnier"}).save()
