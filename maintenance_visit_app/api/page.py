"""Way in: `/visits-api`, a page on which whoever is logged in reads the description of the API and tries it out."""

from pathlib import Path

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from maintenance_visit_app.api.description import APP, get_openapi
from maintenance_visit_app.bundles import bundled_path

PATH = "visits-api"
SCRIPT, STYLE = "visits_api.bundle.js", "visits_api.bundle.css"
ICON = "/assets/maintenance_visit_app/images/maintenance-visits.svg"
URL = f"/api/method/{get_openapi.__module__}.{get_openapi.__name__}"


class DescriptionPage:
	"""A page renderer of Frappe's. The description itself asks who may read it: everyone who is logged in."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.path = (path or "").strip("/ ")

	def can_render(self) -> bool:
		return self.path == PATH

	def render(self) -> Response:
		if frappe.session.user == "Guest":
			return redirect(f"/login?redirect-to=/{PATH}")
		response = Response(get_page(), mimetype="text/html")
		response.headers["Cache-Control"] = "no-store"
		response.headers["X-Content-Type-Options"] = "nosniff"
		response.headers["X-Frame-Options"] = "DENY"
		return response


def get_page() -> str:
	template = Path(frappe.get_app_path(APP, "api", "page.html")).read_text()
	values = {
		"title": _("Maintenance Visits for Programs"),
		"language": frappe.local.lang,
		"icon": ICON,
		"script": bundled_path(SCRIPT),
		"style": bundled_path(STYLE),
		"url": URL,
		"token": get_csrf_token(),
	}
	return frappe.render_template(template, values)
