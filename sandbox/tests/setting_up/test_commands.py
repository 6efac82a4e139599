"""What is refused before anything is set up."""

import importlib.util
import subprocess
import sys

import pytest

from provision import python, steps
from provision.steps import Failure


def test_a_python_that_cannot_make_environments_tells_what_to_install(tmp_path, monkeypatch):
	monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

	with pytest.raises(
		Failure, match=r"has no module ensurepip\. Install it .*`apt-get install python3-venv`"
	):
		python.make_empty_environment(tmp_path / "venv")


@pytest.mark.parametrize("port", ["65536", "eighty"])
def test_a_port_that_is_none_is_refused_before_anything_is_set_up(port):
	command = [sys.executable, str(steps.SANDBOX), "demo", "--port", port]

	refused = subprocess.run(command, capture_output=True, text=True)

	assert refused.returncode == 2
	assert f"'{port}' is no port: give a number from 1 to 65535" in refused.stderr


def test_an_old_python_is_told_which_one_is_needed():
	script = f"""
import runpy, sys
sys.version_info, sys.version = (3, 9, 2), "3.9.2 (an old one)"
runpy.run_path({str(steps.SANDBOX)!r}, run_name="__main__")
"""

	refused = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

	assert refused.returncode == 1
	assert refused.stdout == "The sandbox needs Python 3.11 or newer; this is 3.9.2.\n"
