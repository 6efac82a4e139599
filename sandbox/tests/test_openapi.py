"""docs/openapi.json is what its readers take it for: valid, enough to write a client from, and true.

By hand, with other calls and for longer: FUZZ_SECONDS=600 before the test's command.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from provision.python import ensure_api_tools
from runtime import boot

DESCRIPTION = boot.REPOSITORY / "docs" / "openapi.json"
# What a program of an integrator is, with the client that was generated from the description
PROGRAM = """
import sys
from visits.api.api import post_api_visits_create_visit as create
from visits.client import Client
from visits.models import PostApiVisitsCreateVisitBody

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
login = client.get_httpx_client().post("/api/method/login", data={"usr": "Administrator", "pwd": "admin"})
login.raise_for_status()
values = {
	"customer": "Hôtel Belledonne",
	"company": "Alpes Thermique Services",
	"purposes": [{"item_code": "CHAUD-35", "service_person": "Julie Perrin"}],
}
body = PostApiVisitsCreateVisitBody.from_dict({"values": values})
for attempt in range(2):
	visit = create.sync(client=client, body=body, idempotency_key="5f1c9f0e-2f0b-4e0c-9a53-0d4f2b8c6a77").message
	print(visit.name, visit.status, visit.purposes[0].service_person)
"""

# The same few calls each time, or as many others as come into so many seconds
FUZZ_SECONDS = os.environ.get("FUZZ_SECONDS")
HOW_LONG = (
	("--max-time", FUZZ_SECONDS) if FUZZ_SECONDS else ("--generation-deterministic", "--max-examples", "3")
)
FUZZED = r"^/api/method/maintenance_visit_app\."
CHECKS = (
	"not_a_server_error",
	"status_code_conformance",
	"content_type_conformance",
	"response_headers_conformance",
	"response_schema_conformance",
)


@pytest.fixture(scope="module")
def tools() -> Path:
	return ensure_api_tools(Path(sys.executable))


def test_the_description_is_valid(tools: Path, tmp_path: Path):
	assert run(tools, tmp_path, "-m", "openapi_spec_validator", DESCRIPTION) == f"{DESCRIPTION}: OK\n"


def test_client_that_is_generated_from_it_makes_a_visit_once(demo: str, tools: Path, tmp_path: Path):
	generate = [
		"openapi_python_client",
		"generate",
		"--path",
		DESCRIPTION,
		"--output-path",
		tmp_path / "visits",
	]
	run(tools, tmp_path, "-m", *generate, "--meta", "none")
	program = tmp_path / "program.py"
	program.write_text(PROGRAM)

	first, second = run(tools, tmp_path, program, demo).splitlines()

	assert first == second
	assert first.startswith("MAT-MVS-")
	assert first.endswith("Planned Julie Perrin")


def test_whatever_a_method_is_sent_it_answers_as_described(own_demo: str, tools: Path, tmp_path: Path):
	"""The methods for programs and devices. What Frappe's REST API does with its documents is Frappe's."""
	token = get_token(own_demo)
	run(
		tools,
		tmp_path,
		tools / "bin" / "schemathesis",
		*("run", DESCRIPTION, "--url", own_demo, "--header", f"Authorization: {token}"),
		*("--include-path-regex", FUZZED),
		*("--checks", ",".join(CHECKS), "--continue-on-failure", *HOW_LONG),
		*("--phases", "examples,fuzzing,stateful", "--suppress-health-check", "all", "--no-color"),
	)


def get_token(demo: str) -> str:
	"""Return what lets a program in as Administrator, as often as it likes."""
	session = requests.Session()
	session.post(f"{demo}/api/method/login", {"usr": "Administrator", "pwd": "admin"}).raise_for_status()
	settings = f"{demo}/api/resource/Maintenance Visit Settings/Maintenance Visit Settings"
	session.put(settings, json={"api_requests_per_minute": 0}).raise_for_status()
	keys = f"{demo}/api/method/frappe.core.doctype.user.user.generate_keys"
	secret = session.post(keys, {"user": "Administrator"}).json()["message"]["api_secret"]
	key = session.get(f"{demo}/api/resource/User/Administrator").json()["data"]["api_key"]
	return f"token {key}:{secret}"


def run(tools: Path, folder: Path, *command: str | Path) -> str:
	search = os.pathsep.join(map(str, (tools, folder)))
	environment = {
		**os.environ,
		"PYTHONPATH": search,
		"PATH": f"{tools / 'bin'}{os.pathsep}{os.environ['PATH']}",
	}
	ran = subprocess.run(
		[sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True
	)
	assert ran.returncode == 0, ran.stdout + ran.stderr
	return ran.stdout
