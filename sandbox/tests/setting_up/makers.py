"""Makes wheels and programs that say what a test wants to hear."""

import hashlib
import zipfile
from pathlib import Path


def make_wheel(shelf: Path, name: str, version: str, files: dict[str, str | bytes]) -> str:
	"""Put a wheel on the shelf and return its hash."""
	wheel = shelf / f"{name}-{version}-py3-none-any.whl"
	about = f"{name}-{version}.dist-info"
	metadata = {
		f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
		f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
	}
	entries = {**files, **metadata}
	record = "".join(f"{path},,\n" for path in (*entries, f"{about}/RECORD"))
	with zipfile.ZipFile(wheel, "w") as archive:
		for path, content in {**entries, f"{about}/RECORD": record}.items():
			archive.writestr(path, content)
	return hashlib.sha256(wheel.read_bytes()).hexdigest()


def put_program(folder: Path, name: str, script: str) -> Path:
	program = folder / name
	program.write_text(f"#!/bin/sh\n{script}\n")
	program.chmod(0o755)
	return program
