"""What the doctor says: plain text for people, JSON for scripts."""

from collections.abc import Iterator

from maintenance_visit_app.doctor.check import Result

NAMED_AT_MOST = 20
INDENT = " " * 8


def get_text(site: str, results: list[Result], fix: bool) -> str:
	"""Return the report of a site: a line for each check, then what is wrong and what to do about it."""
	lines = [f"{site}: maintenance visits"]
	for result in results:
		lines.append(get_line(result))
		lines.extend(INDENT + line for line in get_details(result))
	return "\n".join([*lines, get_closing_line(results, fix)])


def get_line(result: Result) -> str:
	told = result.state
	if counted := len(result.problems) + len(result.mended):
		told = f"{counted} found, {len(result.mended)} mended"
	return f"{result.mark:7} {result.check.title:24} {told}".rstrip()


def get_details(result: Result) -> Iterator[str]:
	problems = result.problems or result.mended
	yield from problems[:NAMED_AT_MOST]
	if len(problems) > NAMED_AT_MOST:
		yield f"and {len(problems) - NAMED_AT_MOST} more"
	if result.problems:
		yield f"To do: {result.check.advice}"


def get_closing_line(results: list[Result], fix: bool) -> str:
	wrong = [result for result in results if result.problems]
	if not wrong:
		return "All is well."
	told = f"{len(wrong)} of {len(results)} checks found something wrong."
	if not fix and any(result.check.mend for result in wrong):
		told += " With --fix this command mends what it can."
	return told


def get_facts(site: str, results: list[Result]) -> dict:
	"""Return the same for scripts, with all problems named."""
	return {
		"site": site,
		"healthy": is_healthy(results),
		"checks": [
			{
				"name": result.check.name,
				"mark": result.mark,
				"state": result.state,
				"problems": result.problems,
				"mended": result.mended,
				"advice": result.check.advice if result.problems else None,
			}
			for result in results
		],
	}


def is_healthy(results: list[Result]) -> bool:
	"""Tell whether nothing is left to do."""
	return not any(result.problems for result in results)
