"""Runs a server for as long as the process that asked for it lives, however that process ends.

`python keeper.py COMMAND …` ends the command when its standard input closes, as it does for a killed parent, too.
"""

import signal
import subprocess
import sys
import threading


def start(command: list[str], **options) -> subprocess.Popen:
	"""Start a command that ends with this process, or when the pipe to it is closed: keep what is returned.

	A session of its own, so that Ctrl+C leaves a server to those who still talk to it.
	"""
	return subprocess.Popen(
		[sys.executable, __file__, *command],
		stdin=subprocess.PIPE,
		stdout=subprocess.DEVNULL,
		stderr=subprocess.DEVNULL,
		start_new_session=True,
		**options,
	)


def main(command: list[str]) -> int:
	server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
		signal.signal(number, lambda *_: server.terminate())
	threading.Thread(target=end_with_parent, args=[server], daemon=True).start()
	return server.wait()


def end_with_parent(server: subprocess.Popen) -> None:
	sys.stdin.buffer.read()
	server.terminate()


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
