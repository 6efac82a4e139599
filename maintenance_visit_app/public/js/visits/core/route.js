// Where in the app the user is: /visits, /visits/visit/NAME, /visits/scan … The phone's own back button works.

import { reactive } from "vue";

const ROOT = "/visits";
// Frappe's own page: it knows the second factor, and other ways to log in
export const LOGIN = `/login?redirect-to=${ROOT}`;
export const route = reactive({ screen: "day", name: null, section: null });

export function read_route() {
	const [screen = "day", name = null] = location.pathname
		.slice(ROOT.length + 1)
		.split("/")
		.filter(Boolean);
	Object.assign(route, { screen, name: name && decodeURIComponent(name), section: null });
}

export function go(screen, name = null) {
	const path =
		screen === "day" ? ROOT : [ROOT, screen, name && encodeURIComponent(name)].filter(Boolean).join("/");
	if (path !== location.pathname) history.pushState({ is_ours: true }, "", path);
	read_route();
	scrollTo(0, 0);
}

/** Go back where there is somewhere to go back to in the app, else to the day. */
export function back() {
	if (history.state?.is_ours) history.back();
	else go("day");
}

addEventListener("popstate", read_route);
read_route();
