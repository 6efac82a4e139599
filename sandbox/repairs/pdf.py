"""Symptom: prints are empty, and `get_pdf` raises `NotImplementedError`.

Cause: the module behind printing was replaced by a stub.
Remedy: render the template; for a PDF let an installed Chromium print the page. Styles and images are read from
disk, so no server need run; private images only for who may read them. Scripts in the page don't run.
"""

import base64
import io
import mimetypes
import os
import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SECONDS = 60
OPTIONS = (
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-pdf-header-footer",
)
# Chromium itself needs scripts to print, so the page forbids its own.
NO_SCRIPTS = """<meta http-equiv="Content-Security-Policy" content="script-src 'none'">"""
PRIVATE_SOURCE = re.compile(r'src="(/private/files/[^"?]+)[^"]*"')
BEFORE_THE_HEAD = re.compile(r"\s*(<!doctype[^>]*>)?\s*(<html[^>]*>)?\s*(<head[^>]*>)?", re.IGNORECASE)


def apply() -> None:
	from frappe.utils import pdf, print_format, print_utils

	pdf.pdf_body_html = pdf_body_html
	pdf.get_pdf = print_format.get_pdf = get_pdf
	# The hook for other generators: None means that `get_pdf` is to do it.
	pdf.get_chrome_pdf = lambda *args, **kwargs: None
	print_utils.find_or_download_chromium_executable = find_browser


def pdf_body_html(template=None, args: dict | None = None, **kwargs) -> str:
	return template.render(args, filters={"len": len})


def get_pdf(html: str, options: dict | None = None, output=None, **kwargs):
	"""Return the page as PDF bytes; with `output`, a pypdf writer, append its pages and return the writer."""
	options = options or {}
	html = with_private_images(without_scripts(html))
	page = with_local_files(html, landscape=options.get("orientation") == "Landscape")
	content = print_page(page)
	if not output and not options.get("password"):
		return content
	return _written(content, output, options.get("password"))


def find_browser() -> str:
	for name in filter(None, (os.environ.get("SANDBOX_CHROMIUM"), *BROWSERS)):
		if path := shutil.which(name):
			return path
	raise FileNotFoundError(
		f"No browser to print PDFs with: none of {', '.join(BROWSERS)} is installed. "
		"On Debian or Ubuntu: apt-get install chromium-headless-shell"
	)


def without_scripts(html: str) -> str:
	return BEFORE_THE_HEAD.sub(lambda found: found[0] + NO_SCRIPTS, html, count=1)


def with_private_images(html: str) -> str:
	"""Put private images into the page, as the framework does: those that the user may read."""
	from frappe.core.doctype.file.utils import find_file_by_url

	def get_source(found: re.Match) -> str:
		url = unescape(found[1])
		kind = mimetypes.guess_type(url)[0] or ""
		file = find_file_by_url(url) if kind.startswith("image/") else None
		if not file:
			return found[0]
		return (
			f'src="data:{kind};base64,{base64.b64encode(Path(file.get_full_path()).read_bytes()).decode()}"'
		)

	return PRIVATE_SOURCE.sub(get_source, html)


def with_local_files(html: str, landscape: bool) -> str:
	"""Let the page read assets and public files from disk."""
	import frappe

	for prefix, folder in {
		"/assets/": Path(frappe.local.app_path, "assets"),
		"/files/": Path(frappe.get_site_path("public", "files")),
	}.items():
		for attribute in ("href", "src"):
			html = html.replace(f'{attribute}="{prefix}', f'{attribute}="{folder.resolve().as_uri()}/')
	return html + ("<style>@page { size: A4 landscape }</style>" if landscape else "")


def print_page(html: str) -> bytes:
	with tempfile.TemporaryDirectory() as folder:
		page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
		page.write_text(html, encoding="utf-8")
		profile, target = f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}"
		command = [find_browser(), *OPTIONS, profile, target, page.as_uri()]
		result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
		if not printed.exists():
			raise RuntimeError(f"Chromium printed nothing (exit status {result.returncode}): {result.stderr}")
		return printed.read_bytes()


def _written(content: bytes, output, password: str | None):
	from pypdf import PdfReader, PdfWriter

	writer = output or PdfWriter()
	writer.append_pages_from_reader(PdfReader(io.BytesIO(content)))
	if password:
		writer.encrypt(password)
	if output:
		return output
	buffer = io.BytesIO()
	writer.write(buffer)
	return buffer.getvalue()
