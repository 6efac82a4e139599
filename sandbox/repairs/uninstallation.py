"""Symptom: an app can't be uninstalled: "Single-tenant: app uninstall is not supported."

Cause: the one-app cut.
Remedy: what `bench uninstall-app` does, in its order: refuse while another app needs this one; the app's
`before_uninstall`; then look which DocTypes belong to the app's modules, delete them and all that is linked to
those modules, drop the tables; then `after_uninstall` and the other apps' `after_app_uninstall`.
"""


def apply() -> None:
	import frappe.installer

	frappe.installer.remove_app = remove_app


def remove_app(
	app_name: str, dry_run: bool = False, yes: bool = False, no_backup: bool = False, force: bool = False
) -> None:
	"""Uninstall the app from the site, with its tables. `dry_run` only says what would go, but the hooks run, as on a bench.

	There is no backup to make and nobody to ask: `yes` and `no_backup` are accepted for bench's sake.
	"""
	import frappe
	from frappe.installer import _delete_doctypes, _delete_modules, remove_from_installed_apps

	if app_name not in frappe.get_installed_apps() and not force:
		print(f"App {app_name} is not installed")
		return
	_refuse_if_needed(app_name)
	frappe.flags.in_uninstall = True
	_run_hooks("before_uninstall", app_name)
	_run_hooks_of_all("before_app_uninstall", app_name)
	modules = frappe.get_all("Module Def", filters={"app_name": app_name}, pluck="name")
	_delete_doctypes(_delete_modules(modules, dry_run=dry_run), dry_run=dry_run)
	if not dry_run:
		remove_from_installed_apps(app_name)
		frappe.get_single("Installed Applications").update_versions() if frappe.db.exists(
			"DocType", "Installed Applications"
		) else None
		frappe.db.commit()
		# The hooks that follow are those of the apps that stay.
		frappe.clear_cache()
	_run_hooks("after_uninstall", app_name)
	_run_hooks_of_all("after_app_uninstall", app_name)
	frappe.clear_cache()
	frappe.client_cache.erase_persistent_caches()
	frappe.flags.in_uninstall = False


def _refuse_if_needed(app_name: str) -> None:
	import frappe

	for other in frappe.get_installed_apps():
		required = [name.rpartition("/")[2] for name in frappe.get_hooks("required_apps", app_name=other)]
		if other != app_name and app_name in required:
			frappe.throw(
				f"App {app_name} is needed by {other}. Uninstall {other} first.", title="App is needed"
			)


def _run_hooks(name: str, app_name: str) -> None:
	import frappe

	for method in frappe.get_hooks(name, app_name=app_name):
		frappe.get_attr(method)()


def _run_hooks_of_all(name: str, app_name: str) -> None:
	import frappe

	for method in frappe.get_hooks(name):
		frappe.get_attr(method)(app_name)
