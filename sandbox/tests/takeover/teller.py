"""Who acts on the site, and notes how it looks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import frappe
import looks
from frappe import installer

from runtime import boot, site

APP = boot.APP


class PowerCutError(Exception):
	pass


class Teller:
	"""Acts on the site as an admin does at a bench, and notes how it looks afterwards."""

	def __init__(self, folder: Path, told: dict) -> None:
		self.folder, self.told = folder, told

	def install(self) -> None:
		installer.install_app(APP)
		self.reconnect()

	def uninstall(self) -> None:
		installer.remove_app(APP, yes=True, no_backup=True)
		self.reconnect()

	def migrate(self) -> None:
		site.migrate(self.folder)

	def reconnect(self) -> None:
		"""What comes next is another command, in another process."""
		frappe.db.commit()
		frappe.destroy()
		site.connect(frappe)

	def note(self, chapter: str, step: str, columns: dict[str, list[str]]) -> None:
		self.told.setdefault(chapter, {})[step] = {
			"rows": looks.get_rows(columns),
			"derived": looks.get_derived(),
			"setup": looks.get_setup(),
			"series": looks.get_series_setters(),
		}

	@contextmanager
	def power_cut_in(self, path: str) -> Iterator[None]:
		"""The process dies when it comes to the function at `path`; what it did till then stays.

		MariaDB commits with every change of a table, so there it stays on a bench.
		"""
		module_path, name = path.rsplit(".", 1)
		module = frappe.get_module(module_path)
		original = getattr(module, name)

		def die(*arguments, **options):
			raise PowerCutError

		setattr(module, name, die)
		try:
			with suppress(PowerCutError):
				yield
				raise RuntimeError(f"Nothing came to {path}: there was no power cut.")
		finally:
			setattr(module, name, original)
			self.reconnect()
