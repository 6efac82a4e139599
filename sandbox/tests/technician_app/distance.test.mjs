import assert from "node:assert/strict";
import test from "node:test";
import { get_kilometres, get_ways } from "../../../maintenance_visit_app/public/js/visits/core/distance.js";
import { get_distance } from "../../../maintenance_visit_app/public/js/visits/core/times.js";

const GRENOBLE = { latitude: 45.1885, longitude: 5.7245 };
const LYON = { latitude: 45.764, longitude: 4.8357 };
const SYDNEY = { latitude: -33.8688, longitude: 151.2093 };
const SITES = { hotel: GRENOBLE, bakery: LYON, somewhere: { lines: ["Rue du Nord"] } };

function visit(name, customer_address) {
	return { name, customer_address };
}

test("kilometres are those of a globe", () => {
	assert.ok(Math.abs(get_kilometres(GRENOBLE, LYON) - 94.3) < 0.5);
	assert.ok(Math.abs(get_kilometres(GRENOBLE, SYDNEY) - 16_829) < 5);
	assert.equal(get_kilometres(LYON, LYON), 0);
});

test("each way is that from the visit before, the first one from where the telephone is", () => {
	const visits = [visit("A", "hotel"), visit("B", "bakery"), visit("C", "bakery")];
	assert.deepEqual(Object.keys(get_ways(visits, SITES)), ["B", "C"]);
	const ways = get_ways(visits, SITES, LYON);
	assert.deepEqual([ways.A, ways.B, ways.C].map(Math.round), [94, 94, 0]);
});

test("a site whose position nobody knows breaks the way there and the way on", () => {
	const visits = [visit("A", "hotel"), visit("B", "somewhere"), visit("C", "bakery"), visit("D", "nowhere")];
	assert.deepEqual(get_ways(visits, SITES, LYON), { A: get_kilometres(LYON, GRENOBLE) });
});

test("a distance is written as the language does", () => {
	assert.equal(get_distance(4.23, "en"), "4.2 km");
	assert.equal(get_distance(4.23, "fr").replace(/\s/u, " "), "4,2 km");
	assert.equal(get_distance(94.3, "en"), "94 km");
});
