"""Other apps' hooks, as a test wants them."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def changed_hooks(**hooks) -> Iterator[None]:
	"""Let Frappe find these hooks where it asks for those of all apps; what one app says stays."""
	get_hooks = frappe.get_hooks

	def get_changed_hooks(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
		if hook in hooks and not app_name:
			return hooks[hook]
		return get_hooks(hook, default, app_name)

	frappe.get_hooks = get_changed_hooks
	try:
		yield
	finally:
		frappe.get_hooks = get_hooks
