"""Prints: the template is rendered, and a browser makes a PDF of it."""

import io
import os
import shutil
from pathlib import Path

import frappe
import pytest
from frappe.utils.pdf import get_pdf
from frappe.utils.print_format import report_to_pdf
from pdf_text import get_text, says
from PIL import Image
from pypdf import PdfReader, PdfWriter


def read(content: bytes, password: str | None = None) -> PdfReader:
	assert content.startswith(b"%PDF")
	reader = PdfReader(io.BytesIO(content))
	if password:
		assert reader.is_encrypted and reader.decrypt(password)
	return reader


def test_a_page_becomes_a_pdf():
	reader = read(get_pdf("<h1>Naïve café</h1>"))

	assert [get_text(page) for page in reader.pages] == ["Naïve café"]


def test_a_document_is_printed_in_its_format():
	todo = frappe.get_doc(doctype="ToDo", description="Sweep a room").insert()

	html = frappe.get_print("ToDo", todo.name)
	page = read(frappe.get_print("ToDo", todo.name, as_pdf=True)).pages[0]

	assert "Sweep a room" in html
	assert says(page, "Sweep a room") and says(page, todo.name)


def test_a_landscape_page_is_wider_than_high():
	upright, wide = (
		read(get_pdf("<p>page</p>", {"orientation": orientation})).pages[0].mediabox
		for orientation in ("Portrait", "Landscape")
	)

	assert upright.height > upright.width
	assert wide.width > wide.height


def test_a_pdf_with_a_password_opens_with_it():
	reader = read(get_pdf("<p>secret</p>", {"password": "open"}), password="open")

	assert get_text(reader.pages[0]) == "secret"


def test_pages_are_appended_to_a_writer():
	writer = PdfWriter()

	for text in ("first", "second"):
		assert get_pdf(f"<p>{text}</p>", output=writer) is writer

	assert [get_text(page) for page in writer.pages] == ["first", "second"]


def test_pictures_are_read_from_disk_without_a_server():
	picture = Path(frappe.get_site_path("public", "files", "sandbox-dot.png"))
	Image.new("RGB", (8, 8), "red").save(picture)
	try:
		reader = read(get_pdf('<img src="/files/sandbox-dot.png">'))
	finally:
		picture.unlink()

	assert [image.image.size for image in reader.pages[0].images] == [(8, 8)]


@pytest.mark.parametrize(("user", "is_printed"), [("Administrator", True), ("Guest", False)])
def test_private_pictures_are_printed_for_who_may_read_them(user, is_printed):
	written = io.BytesIO()
	Image.new("RGB", (8, 8), "red").save(written, "PNG")
	file = frappe.get_doc(
		doctype="File", file_name="sandbox-secret.png", is_private=1, content=written.getvalue()
	)
	url = file.insert().file_url

	frappe.set_user(user)
	reader = read(get_pdf(f'<img src="{url}">'))

	assert ((8, 8) in [image.image.size for image in reader.pages[0].images]) == is_printed


@pytest.mark.parametrize("head", ["", "<!DOCTYPE html>\n<html lang='en'><head><title>A page</title></head>"])
def test_scripts_in_the_page_do_not_run(head):
	script = "document.body.innerText = 'after'"

	reader = read(get_pdf(f"{head}<p>before</p><script>{script}</script>"))

	assert get_text(reader.pages[0]) == "before"


def test_a_report_is_given_as_a_pdf():
	report_to_pdf("<p>report</p>")

	assert frappe.local.response.type == "pdf"
	assert get_text(read(frappe.local.response.filecontent).pages[0]) == "report"


def test_without_a_browser_the_error_says_what_to_install(monkeypatch, tmp_path):
	monkeypatch.setenv("PATH", str(tmp_path))
	monkeypatch.delenv("SANDBOX_CHROMIUM", raising=False)

	with pytest.raises(
		FileNotFoundError, match=r"No browser to print PDFs with.*apt-get install chromium-headless-shell"
	):
		get_pdf("<p>page</p>")


def test_a_browser_that_prints_nothing_tells_what_it_said(monkeypatch, tmp_path):
	browser = tmp_path / "chromium"
	browser.write_text("#!/bin/sh\necho out of ink >&2\nexit 3\n")
	browser.chmod(0o755)
	monkeypatch.setenv("SANDBOX_CHROMIUM", str(browser))

	with pytest.raises(RuntimeError, match=r"Chromium printed nothing \(exit status 3\): out of ink"):
		get_pdf("<p>page</p>")


def test_the_browser_that_is_named_is_used(monkeypatch):
	named = os.environ.get("SANDBOX_CHROMIUM") or shutil.which("chromium")
	monkeypatch.setenv("SANDBOX_CHROMIUM", named)

	from frappe.utils.print_utils import find_or_download_chromium_executable

	assert find_or_download_chromium_executable() == named
