"""A customer's signature is dark on white, as on the paper that it is printed on, whoever looks at it and where."""

import pytest
from desk import DISPATCHER, Desk
from playwright.sync_api import expect

WHITE, BLACK = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
# The brightest of its opaque pixels, from 0 (black) to 255
BRIGHTEST_INK = """async () => {
	const image = new Image();
	image.src = cur_frm.doc.customer_signature;
	await image.decode();
	const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
	canvas.drawImage(image, 0, 0);
	const bytes = canvas.getImageData(0, 0, image.width, image.height).data;
	let brightest = 0;
	for (let at = 0; at < bytes.length; at += 4)
		if (bytes[at + 3] === 255) brightest = Math.max(brightest, ...bytes.slice(at, at + 3));
	return brightest;
}"""

WIDE_SIGNATURE = """() => {
	const canvas = document.createElement("canvas");
	Object.assign(canvas, { width: 700, height: 200 });
	canvas.getContext("2d").fillRect(20, 100, 660, 2);
	return canvas.toDataURL();
}"""


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_ink_is_dark_on_white_in_each_theme(desk: Desk, theme: str):
	desk.log_in(DISPATCHER)
	desk.switch_theme(theme)
	planned = desk.get_value("Maintenance Visit", {"status": "Planned"}, "name")["name"]
	desk.open("maintenance-visit", planned)
	desk.sign("Mme Garnier")

	pad = desk.control("customer_signature").locator(".signature-field")
	expect(pad).to_have_css("background-color", WHITE)
	expect(pad.locator(".signature-reset svg")).to_have_css("fill", BLACK)
	assert desk.page.evaluate(BRIGHTEST_INK) < 80
	desk.switch_theme("Light")


@pytest.mark.narrow
def test_what_was_signed_on_a_wide_screen_fits_a_narrow_one(desk: Desk):
	desk.log_in(DISPATCHER)
	desk.open("maintenance-visit", make_signed_visit(desk))
	desk.tab("Sign-off")

	paper = desk.control("customer_signature").locator(".signature-display")
	expect(paper.locator("img")).to_be_visible()
	expect(paper).to_have_css("background-color", WHITE)
	assert paper.locator("img").bounding_box()["width"] <= paper.bounding_box()["width"]


def make_signed_visit(desk: Desk) -> str:
	"""Submit a visit that was signed on 700 pixels; its name."""
	row = {"item_code": "CLIM-50", "service_person": "Julie Perrin", "work_done": "Filters washed."}
	return desk.insert_visit(
		completion_status="Fully Completed",
		purposes=[row],
		customer_signature=desk.page.evaluate(WIDE_SIGNATURE),
		signed_by="Mme Garnier",
		docstatus=1,
	)
