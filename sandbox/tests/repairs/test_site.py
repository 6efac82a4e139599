"""site_directory, site_name, site_config, log_files and setup_complete: a process knows its site."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import frappe
import pytest
from frappe.utils import get_bench_path
from frappe.utils.password import decrypt, encrypt

SITE = Path(os.environ["FRAPPE_SITE_PATH"])


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
	"""Another current directory than the one in which the process was started."""
	monkeypatch.chdir(tmp_path)
	yield tmp_path
	assert not list(tmp_path.iterdir())


@pytest.fixture
def site_config():
	"""Write settings into the site's own file; what it said before comes back."""
	file = SITE / "site_config.json"
	before = file.read_text()
	yield lambda **settings: file.write_text(json.dumps({**json.loads(before), **settings}))
	file.write_text(before)


def in_another_request(function, *arguments):
	"""Call a function with a new `frappe.local`; this one's stays as it is."""

	def request():
		frappe.init(force=True)
		frappe.connect()
		try:
			return function(*arguments)
		finally:
			frappe.destroy()

	with ThreadPoolExecutor(1) as pool:
		return pool.submit(request).result()


def test_the_sites_folder_does_not_depend_on_the_current_directory(elsewhere):
	assert Path(frappe.get_site_path("public", "files")) == SITE / "public" / "files"
	assert Path(frappe.db.get_db_path()) == SITE / "db" / "site.db"
	assert Path(get_bench_path()) == SITE


def test_assets_are_found_from_anywhere(elsewhere):
	frappe.client_cache.delete_value("assets_json")

	assert frappe.utils.get_assets_json()["desk.bundle.js"].startswith("/assets/frappe/dist/js/desk.bundle.")


def test_a_file_is_kept_in_the_sites_folder(elsewhere):
	file = frappe.get_doc(doctype="File", file_name="sandbox-note.txt", content="kept").insert()

	assert (SITE / "public" / file.file_url.removeprefix("/")).read_text() == "kept"

	file.delete()
	assert not (SITE / "public" / file.file_url.removeprefix("/")).exists()


def test_the_site_has_a_name():
	assert frappe.local.site == frappe.get_site_name()
	assert frappe.local.site


def test_what_is_cached_for_the_site_is_computed_once():
	asked = []

	@frappe.utils.caching.site_cache
	def answer(question: str) -> str:
		asked.append(question)
		return question.upper()

	assert [answer("why"), answer("why"), answer("how")] == ["WHY", "WHY", "HOW"]
	assert asked == ["why", "how"]


def test_jinja_methods_of_hooks_are_in_templates(monkeypatch):
	paths = {"methods": ["frappe.utils.data.cint"], "filters": ["frappe.utils.data.flt"]}
	answer = frappe.get_hooks

	def get_hooks(hook=None, *rest, **named):
		return paths if hook == "jinja" else answer(hook, *rest, **named)

	monkeypatch.setattr(frappe, "get_hooks", get_hooks)
	monkeypatch.setattr(frappe.local, "jenv", None)

	assert frappe.render_template("{{ cint('7') + 1 }} {{ '2.5' | flt }}", {}) == "8 2.5"


def get_setting(name: str):
	return frappe.conf.get(name)


def test_site_config_is_read_back(site_config):
	site_config(sandbox_answer=42)

	assert in_another_request(get_setting, "sandbox_answer") == 42
	assert in_another_request(get_setting, "db_type") == "sqlite"


def test_site_config_wins_over_the_environment(site_config, monkeypatch):
	monkeypatch.setenv("FRAPPE_LANG", "de")
	assert in_another_request(get_setting, "lang") == "de"

	site_config(lang="fr")

	assert in_another_request(get_setting, "lang") == "fr"


def test_what_one_request_encrypts_another_reads(site_config):
	encrypted = in_another_request(encrypt, "secret")

	assert json.loads((SITE / "site_config.json").read_text())["encryption_key"]
	assert in_another_request(decrypt, encrypted) == "secret"


def test_logs_go_to_the_sites_folder(elsewhere):
	logger = frappe.logger("sandbox_story", allow_site=True)

	logger.error("the kettle is on")

	assert "the kettle is on" in (SITE / "logs" / "sandbox_story.log").read_text()
	assert not (SITE.parent / "logs").exists()
	assert len(logger.handlers) == 1


@pytest.fixture
def asked_anew():
	"""Let nothing that this request has been told outlive the test."""
	frappe.local.request_cache.clear()
	yield
	frappe.local.request_cache.clear()


def test_setup_is_complete_when_the_single_says_so(asked_anew):
	assert frappe.is_setup_complete() is True

	frappe.db.set_single_value("System Settings", "setup_complete", 0)
	frappe.db.value_cache.clear()
	frappe.local.request_cache.clear()

	assert frappe.is_setup_complete() is False
