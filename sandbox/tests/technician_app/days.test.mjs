import assert from "node:assert/strict";
import test from "node:test";
import {
	group_by_day,
	is_tomorrow,
	search,
	sort_into_days,
} from "../../../maintenance_visit_app/public/js/visits/core/days.js";

const TODAY = "2026-03-31";

function visit(name, mntc_date, values = {}) {
	return { name, mntc_date, docstatus: 0, status: "Planned", purposes: [], ...values };
}

function sort(...visits) {
	const days = sort_into_days(visits, TODAY);
	return Object.fromEntries(Object.entries(days).map(([day, list]) => [day, list.map(({ name }) => name)]));
}

test("visits are where their day is, in order of time, without one last", () => {
	const days = sort(
		visit("late", TODAY),
		visit("ten", TODAY, { mntc_time: "10:00:00" }),
		visit("nine", TODAY, { mntc_time: "9:00:00" }),
		visit("next", "2026-04-01"),
		visit("before", "2026-03-30"),
	);
	assert.deepEqual(days, {
		now: [],
		overdue: ["before"],
		today: ["nine", "ten", "late"],
		coming: ["next"],
		done: [],
	});
});

test("what is at work is now, whatever its day; what is cancelled is nowhere", () => {
	const days = sort(
		visit("working", "2026-03-28", { status: "In Progress" }),
		visit("done", "2026-03-30", { docstatus: 1 }),
		visit("done later", TODAY, { docstatus: 1 }),
		visit("cancelled", TODAY, { docstatus: 2 }),
	);
	assert.deepEqual(days, {
		now: ["working"],
		overdue: [],
		today: [],
		coming: [],
		done: ["done later", "done"],
	});
});

test("days that follow are told apart, over the end of a month", () => {
	assert.ok(is_tomorrow("2026-04-01", TODAY));
	assert.ok(!is_tomorrow("2026-04-02", TODAY));
	const groups = group_by_day([visit("a", "2026-04-01"), visit("b", "2026-04-01"), visit("c", "2026-04-02")]);
	assert.deepEqual(
		groups.map(([day, list]) => [day, list.length]),
		[
			["2026-04-01", 2],
			["2026-04-02", 1],
		],
	);
});

test("a search knows no accents, no case and no order of words", () => {
	const visits = [
		visit("A", TODAY, { customer: "Hôtel Belledonne", customer_address: "siege" }),
		visit("B", TODAY, { customer: "Clinique", purposes: [{ serial_no: "CH35-1" }] }),
	];
	const sites = { siege: { lines: ["12 place Victor Hugo", "38000 Grenoble"] } };
	const find = (words) => search(visits, words, sites).map(({ name }) => name);
	assert.deepEqual(find("grenoble hotel"), ["A"]);
	assert.deepEqual(find("ch35"), ["B"]);
	assert.deepEqual(find("  "), ["A", "B"]);
	assert.deepEqual(find("hotel clinique"), []);
});
