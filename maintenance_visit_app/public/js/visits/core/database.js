// What the telephone keeps. Each person has a database of her own: nobody sees, or sends, what is another's.

import Dexie from "dexie";

const DEVICE = "maintenance-visits";

/** Who uses this telephone; and who was last. */
export const device = new Dexie(DEVICE);
device.version(1).stores({ people: "user", settings: "name" });

/** Open a person's own database: what the server said, and what she has done since. */
export function open_person(user) {
	const database = new Dexie(`${DEVICE} of ${user}`);
	database.version(1).stores({
		visits: "name",
		facts: "name",
		// In the order in which they were done
		operations: "++number, &id, visit, state",
		// By the id of the operation: large, and so not read with it
		pictures: "id",
		notices: "++number, visit",
	});
	return database;
}

export async function get_setting(name) {
	return (await device.settings.get(name))?.value;
}

export async function forget_setting(name) {
	await device.settings.delete(name);
}

export async function keep_setting(name, value) {
	await device.settings.put({ name, value });
}

/** Delete all that is on the telephone of a person. What waits to be sent goes with it. */
export async function remove_person(user) {
	// First: another tab that begins again meanwhile must not open it anew
	if ((await get_setting("current")) === user) await device.settings.delete("current");
	await Dexie.delete(`${DEVICE} of ${user}`);
	await device.people.delete(user);
}

/** Tell whether the telephone has no room left. */
export function is_full(error) {
	const names = [error?.name, error?.inner?.name];
	return names.includes("QuotaExceededError");
}
