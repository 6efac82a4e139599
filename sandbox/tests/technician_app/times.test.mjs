import assert from "node:assert/strict";
import test from "node:test";
import {
	add_days,
	get_clock,
	get_duration,
	get_moment,
	get_seconds,
	get_today,
	to_site_time,
} from "../../../maintenance_visit_app/public/js/visits/core/times.js";

test("a moment is told with the telephone's offset, and means the same one", () => {
	const date = new Date("2026-03-31T07:30:00Z");
	assert.match(get_moment(date), /^2026-03-31T\d\d:\d\d:00[+-]\d\d:\d\d$/);
	assert.equal(Date.parse(get_moment(date)), date.getTime());
});

test("the site's time is that of its zone, in summer and in winter", () => {
	assert.equal(to_site_time("2026-07-01T22:30:00Z", "Europe/Paris"), "2026-07-02 00:30:00");
	assert.equal(to_site_time("2026-01-01T22:30:00Z", "Europe/Paris"), "2026-01-01 23:30:00");
	assert.equal(get_today("Pacific/Auckland", new Date("2026-01-01T22:30:00Z")), "2026-01-02");
});

test("clocks are read from times and from dates with times", () => {
	assert.deepEqual(["9:05:00", "09:05:00", "2026-03-31 09:05:00.123", "", null].map(get_clock), [
		"9:05",
		"9:05",
		"9:05",
		"",
		"",
	]);
});

test("durations are hours and minutes", () => {
	assert.equal(get_duration(get_seconds("2026-03-31 09:00:00", "2026-03-31 10:05:29")), "1:05");
	assert.equal(get_duration(-5), "0:00");
	assert.equal(add_days("2026-12-31", 1), "2027-01-01");
});
