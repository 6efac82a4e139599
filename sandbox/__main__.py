"""`python3 sandbox demo` and `python3 sandbox test`: Frappe's Desk with the app, and all of its tests.

`python3 sandbox bench COMMAND` runs a command of the app on the demo's site, as `bench --site S COMMAND` would.

What is needed is set up first, in `.sandbox/`. This file and `provision/` use the standard library only.
"""

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.board.arguments import add_arguments as add_arguments_of_board
from benchmarks.routes.arguments import add_arguments
from benchmarks.telephone.arguments import add_arguments as add_arguments_of_telephone

OLDEST = (3, 11)
PORT = 8000
# A file's tests stay together, and files in their order: those of the browser, which take the longest, come first.
IN_PARALLEL = (
	"--numprocesses",
	"logical",
	"--maxprocesses",
	"4",
	"--dist",
	"loadfile",
	"--no-loadscope-reorder",
)


def main() -> int:
	if sys.version_info < OLDEST:
		print(
			f"The sandbox needs Python {'.'.join(map(str, OLDEST))} or newer; this is {sys.version.split()[0]}."
		)
		return 1
	from provision.steps import Failure

	options = parser().parse_args()
	if getattr(options, "apps", None) and getattr(options, "without_support", False):
		parser().error("--without-support is for the stand-in of ERPNext: leave it out, or --apps")
	try:
		return options.command(options)
	except Failure as failure:
		print(failure, file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		return 130


def parser() -> argparse.ArgumentParser:
	outer = argparse.ArgumentParser(prog="python3 sandbox", description=__doc__.split("\n")[0])
	commands = outer.add_subparsers(required=True, metavar="demo | test | bench | benchmark")
	demo_parser = commands.add_parser("demo", help="run Desk with demo data, on this machine only")
	demo_parser.add_argument("--port", type=port, default=PORT)
	demo_parser.add_argument("--lang", help="language of the site and of its users, such as fr")
	demo_parser.add_argument(
		"--reset", action="store_true", help="make the site anew: all that is in it is lost"
	)
	add_apps(demo_parser)
	demo_parser.set_defaults(command=demo)
	add_benchmarks(commands)
	test_parser = commands.add_parser("test", help="prove everything")
	test_parser.add_argument(
		"pattern", nargs="*", help="part of a test's name, or a test file; all tests without"
	)
	add_mariadb(test_parser, "the app's own tests, on a private MariaDB in place of SQLite")
	test_parser.add_argument(
		"--without-support",
		action="store_true",
		help="the app's own tests, on a site without ERPNext's module Support: those of claims are skipped",
	)
	add_apps(test_parser)
	test_parser.set_defaults(command=test)
	bench_parser = commands.add_parser("bench", help="run a command of the app on the demo's site")
	bench_parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="command")
	bench_parser.set_defaults(command=bench)
	return outer


def add_benchmarks(commands) -> None:
	benchmark_parser = commands.add_parser("benchmark", help="time lists and reports with very many visits")
	benchmark_parser.add_argument("--visits", type=int, default=100_000)
	add_mariadb(benchmark_parser, "on a private MariaDB in place of SQLite")
	benchmark_parser.set_defaults(command=benchmark)
	benchmarks = benchmark_parser.add_subparsers()
	routes_parser = benchmarks.add_parser("routes", help="plan published problems")
	add_arguments(routes_parser).set_defaults(command=benchmark_routes)
	board_parser = benchmarks.add_parser("board", help="time a full week on the dispatch board, in Chromium")
	add_arguments_of_board(board_parser).set_defaults(command=benchmark_board)
	add_mariadb(board_parser, "on a private MariaDB in place of SQLite")
	telephone_parser = benchmarks.add_parser(
		"telephone", help="time the technicians' app that is started without network, in Chromium"
	)
	add_arguments_of_telephone(telephone_parser).set_defaults(command=benchmark_telephone)


def add_mariadb(command: argparse.ArgumentParser, told: str) -> None:
	command.add_argument("--mariadb", action="store_true", help=told)


def add_apps(command: argparse.ArgumentParser) -> None:
	command.add_argument(
		"--apps",
		type=Path,
		metavar="FOLDER",
		help="on Frappe and ERPNext as they are checked out in FOLDER, and on MariaDB",
	)


def port(text: str) -> int:
	if not text.isdecimal() or not 0 < int(text) < 65536:
		raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 1 to 65535")
	return int(text)


def demo(options: argparse.Namespace) -> int:
	python, import_path = set_up_apps(options.apps) if options.apps else set_up_derived()
	arguments = ["--port", str(options.port)]
	if options.lang:
		arguments += ["--lang", options.lang]
	if options.reset:
		arguments += ["--reset"]
	return become(python, import_path, "-m", "runtime", "demo", *arguments)


def bench(options: argparse.Namespace) -> int:
	from provision import python as packages
	from provision.steps import STATE

	python = set_up()
	site = ["--site-dir", str(STATE / "sites" / "demo")]
	return become(python, packages.python_path(), "-m", "runtime", "bench", *site, *options.arguments)


def benchmark(options: argparse.Namespace) -> int:
	from provision import python as packages

	choose_database(options)
	return become(set_up(), packages.python_path(), "-m", "benchmarks", str(options.visits))


def benchmark_routes(options: argparse.Namespace) -> int:
	from provision import python as packages

	python = set_up()
	routing = packages.ensure_routing_packages(python)
	told = sys.argv[sys.argv.index("routes") + 1 :]
	return become(python, packages.python_path(routing), "-m", "benchmarks.routes", *told)


def benchmark_board(options: argparse.Namespace) -> int:
	choose_database(options)
	amounts = (options.technicians, options.visits_on_board, options.times)
	return become_benchmark_in_chromium("benchmarks.board", *amounts)


def benchmark_telephone(options: argparse.Namespace) -> int:
	return become_benchmark_in_chromium("benchmarks.telephone", options.visits_on_telephone, options.times)


def become_benchmark_in_chromium(module: str, *amounts: int) -> int:
	from provision import programs
	from provision import python as packages

	python = set_up()
	os.environ["SANDBOX_CHROMIUM"] = programs.CHROMIUM.ensure()
	import_path = packages.python_path(packages.ensure_test_packages(python))
	return become(python, import_path, "-m", module, *map(str, amounts))


def test(options: argparse.Namespace) -> int:
	from provision import axe, programs
	from provision import python as packages
	from provision.steps import REPOSITORY, SANDBOX

	if options.apps:
		python, import_path = set_up_apps(options.apps)
	else:
		choose_database(options)
		python = set_up()
		import_path = packages.python_path(packages.ensure_test_packages(python))
	os.environ["SANDBOX_CHROMIUM"] = programs.CHROMIUM.ensure()
	if options.without_support:
		os.environ["SANDBOX_WITHOUT_SUPPORT"] = "1"
	everything = [REPOSITORY / "maintenance_visit_app"]
	if not options.apps and not options.mariadb and not options.without_support:
		axe.ensure_axe()
		everything.insert(0, SANDBOX / "tests")
	settings = ["-c", str(SANDBOX / "pytest.ini"), "--rootdir", str(REPOSITORY)]
	chosen = choose_tests(options.pattern, everything)
	return become(python, import_path, "-m", "pytest", *settings, *chosen)


def choose_tests(patterns: "list[str]", everything: "list[Path]") -> "list[str]":
	"""Return pytest's arguments: the patterns that are files in place of everything, the others as names."""
	if not patterns:
		return [*IN_PARALLEL, *map(str, everything)]
	files = [pattern for pattern in patterns if Path(pattern.split("::")[0]).exists()]
	names = [pattern for pattern in patterns if pattern not in files]
	return [*(files or map(str, everything)), *(["-k", " or ".join(names)] if names else [])]


def choose_database(options: argparse.Namespace) -> None:
	"""Tell the processes that follow, which all have this one's environment."""
	from provision import programs

	if options.mariadb:
		os.environ.update(SANDBOX_DATABASE="mariadb", SANDBOX_MARIADBD=programs.MARIADB.ensure())


def set_up_derived() -> "tuple[Path, str]":
	from provision import python as packages

	return set_up(), packages.python_path()


def set_up_apps(folder: Path) -> "tuple[Path, str]":
	"""Make a bench of the checkouts; return its interpreter, and what is imported there."""
	from provision import checkouts, programs

	found = checkouts.sources.read(folder)
	servers = {"SANDBOX_MARIADBD": programs.MARIADB.ensure(), "SANDBOX_REDIS": programs.REDIS.ensure()}
	bench, python = checkouts.ensure_bench(found)
	# What their code will have to give up one day is told to those who write it.
	quiet = {"PYTHONWARNINGS": "ignore"}
	os.environ.update({**servers, **quiet, "SANDBOX_DATABASE": "mariadb", "SANDBOX_APPS": str(bench)})
	return python, checkouts.python_path(bench)


def set_up() -> Path:
	"""Make what is missing, Python packages beside the rest, and return the interpreter to run."""
	from provision import desk, framework, python, steps

	python.ensure_pip()
	with ThreadPoolExecutor() as pool:
		try:
			interpreter = pool.submit(python.ensure_python)
			modules = pool.submit(desk.ensure_modules)
			source = framework.ensure_framework()
			desk.ensure_assets(source, modules.result())
			return interpreter.result()
		except KeyboardInterrupt:
			steps.stop_commands()
			raise


# Annotations here are those that an old Python can read, so that it gets as far as being told.
def become(python: Path, import_path: str, *arguments: str) -> int:
	"""Run the interpreter in this process's place, with the machine's own Python settings left behind."""
	from provision.node import ensure_node, environment

	os.environ.update(environment(ensure_node()), PYTHONPATH=import_path, PYTHONUNBUFFERED="1")
	sys.stdout.flush()
	os.execv(python, [str(python), *arguments])


if __name__ == "__main__":
	sys.exit(main())
