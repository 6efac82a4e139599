"""What serves a site starts on one that nothing has to be done for."""

import frappe
from werkzeug.test import Client

from runtime import server, testing


def test_starts_before_a_site_is_initialised(monkeypatch):
	"""On checkouts Frappe tells which apps there are only then; a demo's second start had no reason to."""
	monkeypatch.setattr(frappe, "get_all_apps", refuse)

	client = Client(server.application(testing.OWN_SITE))

	for script in ("frappe/js/frappe/form/form.js", "maintenance_visit_app/js/sales_order.js"):
		assert client.get(f"/assets/{script}").status_code == 200, script


def refuse(*arguments, **named):
	raise AttributeError("sites_path")
