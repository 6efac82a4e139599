"""A photo is taken on the telephone, and is a picture in the form."""

import base64

import pytest
from desk import OTHER_TECHNICIAN, Desk
from playwright.sync_api import expect

PIXEL = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.narrow
def test_photo_is_uploaded_saved_and_seen(desk: Desk):
	desk.log_in(OTHER_TECHNICIAN)
	filters = {"customer": "Hôtel Belledonne", "docstatus": 0, "mntc_time": ("is", "set")}
	desk.open("maintenance-visit", desk.get_value("Maintenance Visit", filters, "name")["name"])
	desk.tab("Work")
	desk.page.get_by_role("button", name="Photo Before").click()
	photo = {"name": "boiler.png", "mimeType": "image/png", "buffer": PIXEL}
	desk.dialog().locator("input[type=file]").first.set_input_files(photo)
	desk.agree("Upload")

	pictures = desk.control("photo_gallery").locator("img")
	expect(pictures).to_have_count(1)
	desk.save()
	desk.page.wait_for_function("!cur_frm.is_dirty()")

	(row,) = desk.values("photos")["photos"]
	assert row["taken"] == "Before"
	assert row["image"].startswith("/private/files/boiler")
	expect(pictures).to_have_js_property("naturalWidth", 1)
