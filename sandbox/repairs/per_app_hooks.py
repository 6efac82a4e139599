"""Symptom: the desktop shows the framework's title and icon for each app, `before_migrate` runs once for each
app, form scripts of one app are looked for in all.

Cause: the loops over apps were kept, and lost the app's name where they ask for its hooks.
Remedy: give it back.
"""

from . import Edit

ICON = "frappe/desk/doctype/desktop_icon/desktop_icon.py"
INVITATION = "frappe/core/doctype/user_invitation/user_invitation.py"

EDITS = [
	Edit("frappe/boot.py", 'for app_name in ["frappe"]:', "for app_name in frappe.get_installed_apps():"),
	Edit("frappe/boot.py", 'for app in ["frappe"]:', "for app in frappe.get_installed_apps():"),
	Edit(
		"frappe/boot.py", 'installed_apps = {"frappe"}', "installed_apps = set(frappe.get_installed_apps())"
	),
	*(
		Edit("frappe/boot.py", f'get_hooks("{hook}")', f'get_hooks("{hook}", app_name=app_name)')
		for hook in ("add_to_apps_screen", "app_title", "app_home", "app_logo_url")
	),
	Edit(
		"frappe/apps.py",
		'app_details = frappe.get_hooks("add_to_apps_screen")\n\t\tif not len',
		'app_details = frappe.get_hooks("add_to_apps_screen", app_name=app)\n\t\tif not len',
	),
	Edit(
		"frappe/apps.py",
		'\tapps = frappe.get_hooks("add_to_apps_screen")\n',
		'\tapps = frappe.get_hooks("add_to_apps_screen", app_name=app_name)\n',
	),
	Edit(
		"frappe/apps.py",
		'\t\tapp_details = frappe.get_hooks("add_to_apps_screen")\n\t\tif not app_details',
		'\t\tapp_details = frappe.get_hooks("add_to_apps_screen", app_name=app)\n\t\tif not app_details',
	),
	Edit("frappe/migrate.py", 'get_hooks("before_migrate")', 'get_hooks("before_migrate", app_name=app)'),
	Edit(
		"frappe/migrate.py",
		'get_hooks("override_doctype_class", {}).keys()',
		'get_hooks("override_doctype_class", {}, app_name=app).keys()',
	),
	Edit(
		"frappe/utils/fixtures.py",
		'get_hooks("fixture_auto_order")',
		'get_hooks("fixture_auto_order", app_name=app)',
	),
	Edit("frappe/utils/fixtures.py", 'get_hooks("fixtures")', 'get_hooks("fixtures", app_name=app)'),
	Edit(
		"frappe/desk/form/meta.py",
		"frappe.get_hooks(hook, default={})",
		"frappe.get_hooks(hook, default={}, app_name=app_name)",
	),
	Edit(
		ICON,
		'if frappe.get_hooks()["app_title"][0] == self.label or self.app == a:\n'
		'\t\t\t\tpermission_method = frappe.get_hooks()["add_to_apps_screen"][0].get(\n'
		'\t\t\t\t\t"has_permission", None\n'
		"\t\t\t\t)\n",
		'if frappe.get_hooks("app_title", app_name=a)[0] == self.label or self.app == a:\n'
		'\t\t\t\tscreens = frappe.get_hooks("add_to_apps_screen", app_name=a)\n'
		'\t\t\t\tpermission_method = screens[0].get("has_permission") if screens else None\n',
	),
	Edit(
		ICON,
		'\t\t\t\tapp_title = frappe.get_hooks("app_title")[0]\n',
		'\t\t\t\tapp_title = frappe.get_hooks("app_title", app_name=app_name)[0]\n',
	),
	Edit(
		ICON,
		'\t\tapp_title = frappe.get_hooks("app_title")[0]\n'
		'\t\tapp_details = frappe.get_hooks("add_to_apps_screen")\n',
		'\t\tapp_title = frappe.get_hooks("app_title", app_name=a)[0]\n'
		'\t\tapp_details = frappe.get_hooks("add_to_apps_screen", app_name=a)\n',
	),
	Edit(
		"frappe/desk/doctype/global_search_settings/global_search_settings.py",
		'get_hooks(hook="global_search_doctypes")',
		'get_hooks(hook="global_search_doctypes", app_name=app)',
	),
	Edit(
		"frappe/desk/page/setup_wizard/setup_wizard.py",
		'frappe.get_hooks().get("setup_wizard_stages")',
		'frappe.get_hooks("setup_wizard_stages", app_name=app_name)',
	),
	Edit("frappe/utils/change_log.py", "frappe.get_hooks()", "frappe.get_hooks(app_name=app)"),
	Edit(
		"frappe/utils/install.py",
		'\tfrappe.get_hooks()\n\tapp_title = frappe.get_hooks()["app_title"][0]\n',
		'\tapp_title = frappe.get_hooks("app_title", app_name=app_name)[0]\n',
	),
	Edit(
		"frappe/model/module_utils.py",
		'frappe.get_hooks(hook="app_publisher")[0]',
		'frappe.get_hooks(hook="app_publisher", app_name=app)[0]',
	),
	Edit(
		INVITATION,
		'frappe.get_hooks("app_title")[0]',
		'frappe.get_hooks("app_title", app_name=self.app_name)[0]',
	),
	Edit(
		INVITATION,
		'\t\tuser_invitation_hooks = frappe.get_hooks("user_invitation")\n',
		'\t\tuser_invitation_hooks = frappe.get_hooks("user_invitation", app_name=app)\n',
	),
	Edit(
		"frappe/desk/doctype/changelog_feed/changelog_feed.py",
		'frappe.get_hooks("app_title")[0]',
		'frappe.get_hooks("app_title", app_name=app_name)[0]',
	),
]
