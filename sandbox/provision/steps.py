"""A step makes one folder. It appears when it is whole, and stays until the step's inputs change."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SANDBOX = Path(__file__).resolve().parent.parent
REPOSITORY = SANDBOX.parent
STATE = REPOSITORY / ".sandbox"
STAMP = ".made-from"
TOLD = 3000

_running: set[subprocess.Popen] = set()
_stopped = threading.Event()


class Failure(RuntimeError):
	"""What went wrong, and what to do about it."""


@dataclass(frozen=True)
class Step:
	"""`build(folder)` fills the folder `name`; `inputs` are the texts and files that it depends on."""

	name: str
	title: str
	inputs: tuple[str | Path, ...]
	build: Callable[[Path], None]

	def fingerprint(self) -> str:
		digest = hashlib.sha256()
		for given in self.inputs:
			digest.update(given.read_bytes() if isinstance(given, Path) else given.encode())
			digest.update(b"\0")
		return digest.hexdigest()


def ensure(step: Step, state: Path = STATE) -> Path:
	"""Make the step's folder unless it is there and made from the same inputs, and return it."""
	folder = state / step.name
	if is_made(step, folder):
		return folder
	with locked(state / f"{step.name}.lock", step.title):
		if not is_made(step, folder):
			make(step, folder)
	return folder


def is_made(step: Step, folder: Path) -> bool:
	stamp = folder / STAMP
	return stamp.is_file() and stamp.read_text() == step.fingerprint()


def make(step: Step, folder: Path) -> None:
	"""Build next to the folder, then move: what an interruption leaves behind is never taken for the real thing."""
	started = time.monotonic()
	say(f"{step.title} …")
	for left in folder.parent.glob(f"{folder.name}.making*"):
		shutil.rmtree(left, ignore_errors=True)
	# A name of its own: a command that outlived its killed sandbox may still be writing to the former one.
	making = folder.with_name(f"{folder.name}.making-{os.getpid()}")
	making.mkdir(parents=True)
	step.build(making)
	(making / STAMP).write_text(step.fingerprint())
	shutil.rmtree(folder, ignore_errors=True)
	making.rename(folder)
	say(f"{step.title}: {time.monotonic() - started:.1f} s")


@contextlib.contextmanager
def locked(path: Path, title: str) -> Iterator[None]:
	"""Let one process at a time make a step; say so when this one has to wait."""
	path.parent.mkdir(parents=True, exist_ok=True)
	with path.open("w") as file:
		try:
			fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say(f"{title}: another sandbox is at it, waiting")
			fcntl.flock(file, fcntl.LOCK_EX)
		yield


def run(command: Sequence[str | Path], advice: str, **options) -> str:
	"""Run a command and return what it printed; a failure tells its end, and what to do."""
	status, told = follow(command, advice, options)
	if status:
		end = told.strip()[-TOLD:]
		raise Failure(f"{end}\nThis command failed: {' '.join(str(part) for part in command)}\n{advice}")
	return told


def follow(command: Sequence[str | Path], advice: str, options: dict) -> tuple[int, str]:
	if _stopped.is_set():
		raise Failure("Stopped.")
	try:
		process = subprocess.Popen(
			command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
		)
	except OSError as error:
		raise Failure(f"{command[0]} can't be run: {error}. {advice}") from error
	_running.add(process)
	try:
		told, _ = process.communicate()
	finally:
		_running.discard(process)
	return process.returncode, told


def stop_commands() -> None:
	"""End what is running in other threads, and start nothing more: the user wants out."""
	_stopped.set()
	for process in tuple(_running):
		process.kill()


def say(line: str) -> None:
	"""Print a line whole, whichever thread it comes from."""
	sys.stdout.write(f"{line}\n")
	sys.stdout.flush()
