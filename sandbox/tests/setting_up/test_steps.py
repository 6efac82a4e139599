"""What an interruption, a failure or a second process leaves behind."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from provision import steps
from provision.steps import STAMP, Failure, Step, ensure

BUILD_AND_WAIT = """
import sys
from pathlib import Path
from provision.steps import Step, ensure

def build(folder):
	print("building", flush=True)
	sys.stdin.readline()
	(folder / "made.txt").write_text(sys.argv[2])

print(ensure(Step("cake", "A cake", ("flour",), build), Path(sys.argv[1])) / "made.txt")
"""


class Bakery:
	"""Makes the step "cake" in a folder, and counts how often it was built."""

	def __init__(self, state: Path):
		self.state, self.built = state, 0

	def bake(self, *inputs, fails: BaseException | None = None) -> Path:
		def build(folder: Path) -> None:
			self.built += 1
			if fails:
				(folder / "half.txt").write_text("half")
				raise fails
			(folder / "cake.txt").write_text(f"cake {self.built}")

		return ensure(Step("cake", "A cake", inputs, build), self.state)


@pytest.fixture
def bakery(tmp_path) -> Bakery:
	return Bakery(tmp_path)


def test_an_interrupted_step_is_done_again(bakery):
	with pytest.raises(KeyboardInterrupt):
		bakery.bake("flour", fails=KeyboardInterrupt())
	assert not (bakery.state / "cake").exists()

	cake = bakery.bake("flour")

	assert sorted(path.name for path in cake.iterdir()) == [STAMP, "cake.txt"]
	assert not list(bakery.state.glob("cake.making*"))


def test_a_folder_without_its_stamp_is_not_taken_for_made(bakery):
	cake = bakery.bake("flour")
	(cake / STAMP).unlink()

	assert (bakery.bake("flour") / "cake.txt").read_text() == "cake 2"


def test_what_is_made_from_the_same_inputs_is_not_made_again(bakery, tmp_path):
	recipe = tmp_path / "recipe.txt"
	recipe.write_text("stir")

	for _ in range(3):
		cake = bakery.bake("flour", recipe)

	assert bakery.built == 1
	assert (cake / "cake.txt").read_text() == "cake 1"


def test_a_changed_text_or_file_makes_it_anew(bakery, tmp_path):
	recipe = tmp_path / "recipe.txt"
	recipe.write_text("stir")
	former = bakery.bake("flour", recipe)
	(former / "left over.txt").write_text("of the former cake")

	bakery.bake("more flour", recipe)
	recipe.write_text("stir well")
	cake = bakery.bake("more flour", recipe)

	assert sorted(path.name for path in cake.iterdir()) == [STAMP, "cake.txt"]
	assert (cake / "cake.txt").read_text() == "cake 3"


def test_inputs_do_not_run_into_one_another(bakery):
	bakery.bake("salt", "water")
	bakery.bake("saltw", "ater")

	assert bakery.built == 2


def test_a_build_that_fails_leaves_the_former_folder(bakery):
	former = bakery.bake("flour")

	with pytest.raises(Failure, match="The oven is cold"):
		bakery.bake("rye", fails=Failure("The oven is cold."))

	assert (former / "cake.txt").read_text() == "cake 1"
	assert not (former / "half.txt").exists()
	assert (bakery.bake("flour") / "cake.txt").read_text() == "cake 1"
	assert (bakery.bake("rye") / "cake.txt").read_text() == "cake 3"


def start_builder(state: Path, name: str) -> subprocess.Popen:
	command = [sys.executable, "-c", BUILD_AND_WAIT, str(state), name]
	pipe = subprocess.PIPE
	return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=steps.SANDBOX)


def test_a_second_process_waits_and_does_not_build_again(tmp_path):
	first = start_builder(tmp_path, "the first")
	assert [first.stdout.readline() for _ in range(2)] == ["A cake …\n", "building\n"]
	second = start_builder(tmp_path, "the second")
	assert second.stdout.readline() == "A cake: another sandbox is at it, waiting\n"

	first.communicate("go on\n")
	told, _ = second.communicate("")

	assert first.returncode == second.returncode == 0
	assert told == f"{tmp_path / 'cake' / 'made.txt'}\n"
	assert (tmp_path / "cake" / "made.txt").read_text() == "the first"


def test_a_failing_command_tells_its_output_itself_and_the_advice(tmp_path):
	script = "import sys; print('out of eggs'); print('and milk', file=sys.stderr); sys.exit(3)"

	with pytest.raises(Failure) as failure:
		steps.run([sys.executable, "-c", script], "Go shopping.")

	told = str(failure.value)
	assert "out of eggs" in told and "and milk" in told
	assert f"This command failed: {sys.executable} -c import sys" in told
	assert told.endswith("Go shopping.")


def test_of_a_long_output_the_end_is_told():
	with pytest.raises(Failure) as failure:
		steps.run([sys.executable, "-c", "print('fir' + 'st' + 9999 * ' .' + 'last'); exit(1)"], "Read.")

	assert "first" not in str(failure.value) and "last" in str(failure.value)
	assert len(str(failure.value)) < steps.TOLD + 200


def test_a_command_that_is_not_there_tells_the_advice(tmp_path):
	with pytest.raises(Failure, match=r"whisk can't be run: .*No such file.* Buy a whisk\."):
		steps.run([tmp_path / "whisk"], "Buy a whisk.")


def test_a_command_that_succeeds_gives_its_output():
	assert steps.run([sys.executable, "-c", "print('done')"], "Nothing to do.") == "done\n"


def test_what_outlives_a_killed_sandbox_does_not_get_into_the_next_ones_work(tmp_path):
	killed = start_builder(tmp_path, "the killed one")
	assert [killed.stdout.readline() for _ in range(2)] == ["A cake …\n", "building\n"]
	(former,) = tmp_path.glob("cake.making*")
	killed.kill()
	killed.communicate()

	def build_while_a_command_of_the_killed_one_goes_on(folder: Path) -> None:
		former.mkdir(exist_ok=True)
		(former / "late.txt").write_text("late")

	cake = ensure(
		Step("cake", "A cake", ("flour",), build_while_a_command_of_the_killed_one_goes_on), tmp_path
	)

	assert [path.name for path in cake.iterdir()] == [STAMP]


def test_stopping_ends_what_is_running_and_starts_nothing_more(monkeypatch):
	monkeypatch.setattr(steps, "_stopped", threading.Event())
	its_end, end = os.pipe()
	script = f"import os, signal; os.write({end}, b'!'); signal.pause()"
	with ThreadPoolExecutor() as pool:
		endless = pool.submit(steps.run, [sys.executable, "-c", script], "Wait.", pass_fds=(end,))
		assert os.read(its_end, 1) == b"!"

		steps.stop_commands()

		with pytest.raises(Failure, match="This command failed"):
			endless.result()
	with pytest.raises(Failure, match="Stopped"):
		steps.run([sys.executable, "-c", "print('too late')"], "Wait.")
	for descriptor in (its_end, end):
		os.close(descriptor)
