// Where the telephone is, and how far it is to a visit as the crow flies: without network it knows no roads.

const RADIUS = 6371;
export const TIME_TO_LOCATE = 4_000;

/** Return where the telephone is, or null: what the user doesn't allow, and what takes long, is left out. */
export function locate() {
	if (!navigator.geolocation) return Promise.resolve(null);
	return new Promise((resolve) => {
		const found = ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude });
		const options = { maximumAge: 60_000, timeout: TIME_TO_LOCATE };
		navigator.geolocation.getCurrentPosition(found, () => resolve(null), options);
	});
}

/** Return the kilometres between two places {latitude, longitude}. */
export function get_kilometres(one, other) {
	const [from, to] = [get_radian(one.latitude), get_radian(other.latitude)];
	const [north, east] = [to - from, get_radian(other.longitude - one.longitude)];
	const chord = Math.sin(north / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(east / 2) ** 2;
	return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Return {name: kilometres} of visits in their order: each from the one before it, the first one from `here`.
 *
 * A visit whose site has no position has none, and says nothing of the way to the next one. */
export function get_ways(visits, sites, here = null) {
	const ways = {};
	let before = here;
	for (const visit of visits) {
		const place = get_position(sites[visit.customer_address]);
		if (before && place) ways[visit.name] = get_kilometres(before, place);
		before = place;
	}
	return ways;
}

export function get_position(site) {
	return Number.isFinite(site?.latitude) && Number.isFinite(site?.longitude) ? site : null;
}

function get_radian(degrees) {
	return (degrees * Math.PI) / 180;
}
