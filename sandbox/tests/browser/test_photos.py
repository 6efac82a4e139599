"""A photo is taken on the telephone, and is a picture in the form."""

import pytest
from desk import OTHER_TECHNICIAN, Desk
from playwright.sync_api import expect
from thumb import Thumb


@pytest.mark.narrow
def test_photo_is_uploaded_saved_and_seen(desk: Desk):
	desk.log_in(OTHER_TECHNICIAN)
	filters = {"customer": "Hôtel Belledonne", "docstatus": 0, "mntc_time": ("is", "set")}
	desk.open("maintenance-visit", desk.get_value("Maintenance Visit", filters, "name")["name"])
	desk.tab("Work")
	Thumb(desk).take_photo("Before")

	pictures = desk.control("photo_gallery").locator("img")
	expect(pictures).to_have_count(1)
	desk.save()
	desk.page.wait_for_function("!cur_frm.is_dirty()")

	(row,) = desk.values("photos")["photos"]
	assert row["taken"] == "Before"
	assert row["image"].startswith("/private/files/boiler")
	expect(pictures).to_have_js_property("naturalWidth", 1)


@pytest.mark.narrow
def test_what_is_no_picture_is_told_and_leaves_no_row(desk: Desk):
	desk.log_in(OTHER_TECHNICIAN)
	filters = {"customer": "Hôtel Belledonne", "docstatus": 0, "mntc_time": ("is", "set")}
	desk.open("maintenance-visit", desk.get_value("Maintenance Visit", filters, "name")["name"])
	desk.tab("Work")
	script = {"name": "boiler.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
	desk.control("photo_gallery").locator("input[type=file]").first.set_input_files(script)

	expect(desk.dialog()).to_contain_text("boiler.html is not a picture")
	assert len(desk.values("photos")["photos"]) == desk.control("photo_gallery").locator("img").count()
