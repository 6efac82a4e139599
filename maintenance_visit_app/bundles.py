"""Where what `bench build` makes of this app lies."""

import re

from frappe.utils.jinja_globals import bundled_asset


def bundled_path(name: str) -> str:
	"""Return a bundle's address without the host, which is another one behind a proxy."""
	return re.sub(r"^https?://[^/]+", "", bundled_asset(name, rtl=False))
