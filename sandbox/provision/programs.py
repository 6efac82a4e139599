"""Programs of the machine: found where they are, or installed as Debian's packages where this user may."""

import os
import shutil
from dataclasses import dataclass

from provision.steps import Failure, run, say

# Servers lie where only root's PATH may lead.
SERVERS = ("/usr/local/sbin", "/usr/sbin")
# Seconds that another apt is waited for
LOCKED_FOR = 300


@dataclass(frozen=True)
class Program:
	"""`wanted_by` begins a sentence, `variable` is what names another one in the environment."""

	title: str
	names: tuple[str, ...]
	packages: tuple[str, ...]
	variable: str
	wanted_by: str
	folders: tuple[str, ...] = ()

	@property
	def advice(self) -> str:
		command = f"apt-get install {' '.join(self.packages)}"
		return f"Install {self.title} (Debian: `{command}`), or name one in {self.variable}."

	def ensure(self) -> str:
		"""Return the program's path; install Debian's where there is none and this user may."""
		found = self.find()
		if found:
			return found
		if not shutil.which("apt-get") or os.geteuid():
			raise Failure(f"{self.wanted_by} need {self.title}, and this machine has none. {self.advice}")
		self.install()
		return self.find() or self.fail()

	def find(self) -> str | None:
		named = os.environ.get(self.variable)
		if named and not shutil.which(named):
			raise Failure(f"{self.variable} names {named}, which can't be run. {self.advice}")
		return named or next(filter(None, map(self.which, self.names)), None)

	def which(self, name: str) -> str | None:
		path = os.pathsep.join((os.environ.get("PATH", os.defpath), *self.folders))
		return shutil.which(name, path=path)

	def install(self) -> None:
		say(f"{self.title}, from Debian …")
		quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
		# Another apt may be at work: a new machine updates itself
		install = ["apt-get", "-qq", "-o", f"DPkg::Lock::Timeout={LOCKED_FOR}", "install", "--yes"]
		install += ["--no-install-recommends", *self.packages]
		run(["apt-get", "-qq", "update"], self.advice)
		run(install, self.advice, env=quiet)

	def fail(self) -> str:
		raise Failure(f"{self.title} was installed, yet none is to be found. {self.advice}")


# Without windows of its own, which nobody sees and which take a fourth of the time
CHROMIUM = Program(
	title="Chromium",
	names=(
		"chromium-headless-shell",
		"chromium",
		"chromium-browser",
		"google-chrome",
		"google-chrome-stable",
	),
	packages=("chromium-headless-shell",),
	variable="SANDBOX_CHROMIUM",
	wanted_by="The browser tests and PDFs",
)
# Without Debian's service around it: a server is started for each site, and ended with it.
MARIADB = Program(
	title="MariaDB",
	names=("mariadbd", "mysqld"),
	packages=("mariadb-server-core", "mariadb-client-core"),
	variable="SANDBOX_MARIADBD",
	wanted_by="Sites on MariaDB",
	folders=SERVERS,
)
# Without Debian's service around it, too
REDIS = Program(
	title="Redis",
	names=("redis-server", "valkey-server"),
	packages=("redis-server",),
	variable="SANDBOX_REDIS",
	wanted_by="Sites of checkouts",
)
