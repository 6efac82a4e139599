"""What no file of the repository says."""

import subprocess
from pathlib import Path

from provision import steps

# In pieces, so that this file does not name them either
REGISTRIES = [
	".".join(parts)
	for parts in (
		("pypi", "org"),
		("pythonhosted", "org"),
		("npmjs", "org"),
		("npmjs", "com"),
		("yarnpkg", "com"),
		("deb", "debian", "org"),
	)
]


def get_known_files() -> list[Path]:
	"""List the files that git knows or would add."""
	command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
	listed = subprocess.run(command, cwd=steps.REPOSITORY, capture_output=True, text=True, check=True)
	paths = [steps.REPOSITORY / name for name in listed.stdout.split("\0") if name]
	return [path for path in paths if path.is_file()]


def test_no_file_names_a_package_registrys_host():
	files = get_known_files()
	named = [
		f"{path.relative_to(steps.REPOSITORY)}: {host}"
		for path in files
		for host in REGISTRIES
		if host.encode() in path.read_bytes().lower()
	]

	assert steps.SANDBOX / "provision" / "desk" / "package-lock.json" in files
	assert not named, "Packages come from wherever pip and npm are configured to take them:\n" + "\n".join(
		named
	)


def test_the_app_does_not_know_the_sandbox():
	app = steps.REPOSITORY / "maintenance_visit_app"
	files = [path for path in get_known_files() if path.is_relative_to(app)]
	speaking = [
		path for path in files if b"sandbox" in bytes(path.relative_to(app)) + path.read_bytes().lower()
	]

	assert app / "hooks.py" in files
	assert not speaking
