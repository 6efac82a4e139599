"""Symptom: Frappe finds no strings to translate, and dies with `No module named 'git'` before it looks for them.

Cause: its list of extractors lies beside the package in its repository, so the wheel lacks it; GitPython is missing too.
Remedy: the list is given, without the navbar, which wants a bench; of the folders, hidden ones alone are left out.
"""

EXTRACTORS = {
	"**/doctype/*/*.json": "doctype",
	"**/workspace/*/*.json": "workspace",
	"**/web_form/*/*.json": "web_form",
	"**/onboarding_step/*/*.json": "onboarding_step",
	"**/module_onboarding/*/*.json": "module_onboarding",
	"**/report/*/*.json": "report",
	"**.py": "python",
	"**/templates/**.js": "html_template",
	"**.js": "javascript",
	"**.html": "html_template",
	"**.vue": "html_template",
	"**/custom/*.json": "customization",
	"**/fixtures/custom_field.json": "custom_field",
}


def apply() -> None:
	from frappe.gettext import translate

	of_app = translate.get_method_map

	def get_method_map(app: str) -> list[tuple[str, str]]:
		return get_default_map() if app == "frappe" else of_app(app)

	translate.get_method_map = get_method_map
	translate.get_is_gitignored_function_for_app = lambda app: lambda folder: False


def get_default_map() -> list[tuple[str, str]]:
	return [(files, f"frappe.gettext.extractors.{name}.extract") for files, name in EXTRACTORS.items()]
