"""The technicians' app at `/visits`: its shell, worker and manifest, the same bytes for every user.

Nothing of a user is in them: the app asks for that itself, and the worker keeps only what is here.
"""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

import frappe
from frappe.translate import get_all_translations
from werkzeug.wrappers import Response

from maintenance_visit_app import __version__
from maintenance_visit_app.bundles import bundled_path

APP, ROOT = "maintenance_visit_app", "visits"
SHELL, WORKER = "shell.html", "worker.js"
IMAGES = "/assets/maintenance_visit_app/images"
ICONS = {192: f"{IMAGES}/visits-192.png", 512: f"{IMAGES}/visits-512.png"}
SCRIPT, STYLE, SCANNER = "visits.bundle.js", "visits.bundle.css", "visits_scanner.bundle.js"
ACCENT, PAPER, NIGHT = "#0f766e", "#f4f5f3", "#101413"
# The first string of a call of __(), whole or the beginning of a longer one; and what it means there, the third argument
STRING = r""" "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | `(?:[^`\\]|\\.)*` """
CALL = re.compile(rf"\b__\(\s*({STRING})(?:,\s*\[\],\s*({STRING}))?", re.VERBOSE)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class TechnicianApp:
	"""A page renderer of Frappe's: `/visits`, all that is below it, and what belongs to it."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or "").strip("/ ")

	def can_render(self) -> bool:
		return self.path == ROOT or self.path.startswith(f"{ROOT}/")

	def render(self) -> Response:
		part = self.path[len(ROOT) + 1 :]
		if part == "worker.js":
			return answer(get_worker(), "text/javascript", {"Service-Worker-Allowed": f"/{ROOT}"})
		if part == "manifest.json":
			return answer(json.dumps(get_manifest()), "application/manifest+json")
		if found := re.fullmatch(r"messages/([\w-]+)\.json", part):
			return answer(json.dumps(get_messages(found[1])), "application/json")
		return answer(get_shell(), "text/html")


def answer(text: str, mimetype: str, headers: dict | None = None) -> Response:
	response = Response(text, mimetype=mimetype)
	response.headers["Cache-Control"] = "no-cache"
	response.headers["X-Content-Type-Options"] = "nosniff"
	response.headers.update(headers or {})
	return response


def get_shell() -> str:
	values = {
		"script": bundled_path(SCRIPT),
		"style": bundled_path(STYLE),
		"scanner": bundled_path(SCANNER),
		"icon": ICONS[192],
		"accent": ACCENT,
		"night": NIGHT,
		"version": get_version(),
	}
	shell = read(SHELL)
	for key, value in values.items():
		shell = shell.replace(f"[[{key}]]", value)
	return shell


def get_worker() -> str:
	"""Return the worker with the list of what it keeps; another list is another worker, and so a new version."""
	kept = json.dumps({"version": get_version(), "files": get_files()})
	return f"self.VISITS = {kept};\n{read(WORKER)}"


def get_version() -> str:
	"""Return what names a version of the app: its own, and the content of what it is built of."""
	content = "".join([*get_files(), read(SHELL), read(WORKER)])
	return f"{__version__}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def read(name: str) -> str:
	return Path(frappe.get_app_path(APP, "technician", name)).read_text()


def get_files() -> list[str]:
	bundles = [bundled_path(name) for name in (SCRIPT, STYLE, SCANNER)]
	return [f"/{ROOT}", *bundles, *ICONS.values(), f"/{ROOT}/manifest.json"]


def get_manifest() -> dict:
	icons = [
		{"src": source, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
		for side, source in ICONS.items()
		for purpose in ("any", "maskable")
	]
	return {
		"id": f"/{ROOT}",
		"name": "Maintenance Visits",
		"short_name": "Visits",
		"start_url": f"/{ROOT}",
		"scope": f"/{ROOT}",
		"display": "standalone",
		"background_color": PAPER,
		"theme_color": ACCENT,
		"icons": icons,
	}


def get_messages(language: str) -> dict[str, str]:
	"""Return the app's own texts in a language, as the site says them; none for English and unknown languages."""
	if not LANGUAGE.fullmatch(language) or language == "en":
		return {}
	translations = get_all_translations(language)
	return {text: translations[text] for text in get_texts() if translations.get(text, text) != text}


@lru_cache
def get_texts() -> tuple[str, ...]:
	"""Return what the app's sources give to `__()`. They lie on the server: a bench builds them there."""
	folder = Path(frappe.get_app_path(APP, "public", "js", "visits"))
	sources = [file for file in sorted(folder.rglob("*")) if file.suffix in (".js", ".vue")]
	return tuple(sorted({text for file in sources for text in find_texts(file.read_text())}))


def find_texts(source: str) -> list[str]:
	"""Return the texts of the calls; with a context as Frappe's catalogues name them: "Text:Context"."""
	return [
		":".join(unquote(part) for part in (text, context) if part) for text, context in CALL.findall(source)
	]


def unquote(text: str) -> str:
	return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text[1:-1])
