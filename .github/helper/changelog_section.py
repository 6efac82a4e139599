"""Prints the section of CHANGELOG.md for a version: `changelog_section.py 1.0.0`. Fails where there is none."""

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def get_section(text: str, version: str) -> str | None:
	for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
		title, _newline, body = section.partition("\n")
		if title.split()[0].strip("[]") == version:
			return body.strip()
	return None


if __name__ == "__main__":
	section = get_section(CHANGELOG.read_text(), sys.argv[1])
	if not section:
		sys.exit(f"CHANGELOG.md has no section for {sys.argv[1]}, or an empty one.")
	print(section)
