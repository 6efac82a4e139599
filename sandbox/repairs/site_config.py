"""Symptom: what `site_config.json` says has no effect, and the encryption key changes with every start.

Cause: the file is written, but only the environment is read.
Remedy: the file's settings win over those of the environment, as they do on a bench.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/config.py",
		"\t# Allow externally extending the config with hooks\n",
		'\tconfig_file = os.path.join(os.environ["FRAPPE_SITE_PATH"], "site_config.json")\n'
		"\tif os.path.exists(config_file):\n"
		"\t\twith open(config_file) as source:\n"
		"\t\t\tconfig |= json.load(source)\n\n"
		"\t# Allow externally extending the config with hooks\n",
	),
	Edit("frappe/config.py", "import importlib\nimport os\n", "import importlib\nimport json\nimport os\n"),
]
