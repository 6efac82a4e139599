// Keeps the shell, so that the app opens without network. What it shows comes from the app's own store.

const PREFIX = "maintenance-visits-";
const CACHE = PREFIX + self.VISITS.version;
const SHELL = "/visits";
const FILES = new Set(self.VISITS.files);
// Rendered by the server for each request, and so asked for as soon as there is network
const OWN = ["/visits/worker.js", "/visits/messages/"];
// Where neither the shell is kept nor the server answers. A worker is the same for all, so it speaks two languages.
const EXCUSE = `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Maintenance Visits</title>
<body style="margin: 2rem; font: 1.1rem/1.5 system-ui, sans-serif">
<p>The app can't be opened now. Nothing of your work was deleted: try again where there is network.</p>
<p lang="fr">L'application ne peut pas s'ouvrir maintenant. Rien de votre travail n'a été supprimé : réessayez quand il y a du réseau.</p>
<p><a href="" style="display: inline-block; padding: 0.75rem 0">Try again · <span lang="fr">Réessayer</span></a></p>
</body>
</html>`;

self.addEventListener("install", (happened) => happened.waitUntil(fill()));
self.addEventListener("activate", (happened) => happened.waitUntil(takeOver()));
self.addEventListener("fetch", (happened) => {
	const { request } = happened;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== self.location.origin) return;
	const path = request.mode === "navigate" ? get_page(url.pathname) : url.pathname;
	if (FILES.has(path)) happened.respondWith(answer(path, happened));
});
// The page asks: nobody's code is swapped while a visit is open
self.addEventListener("message", ({ data, source }) => {
	if (data === "restart") self.skipWaiting();
	if (data === "serve") serve().catch(() => {});
	if (data === "version") source.postMessage({ version: self.VISITS.version });
});

function get_page(path) {
	const is_app = path === SHELL || path.startsWith(`${SHELL}/`);
	return is_app && !OWN.some((own) => path.startsWith(own)) && !FILES.has(path) ? SHELL : path;
}

// A page that was on its way while the worker started isn't the worker's yet
async function serve() {
	await clients.claim();
	await fill();
}

async function fill() {
	const cache = await caches.open(CACHE);
	const missing = [];
	for (const file of FILES) if (!(await cache.match(file))) missing.push(file);
	await Promise.all(missing.filter((file) => file !== SHELL).map((file) => keep(cache, file)));
	// Last: where the shell is kept, all that it names is, too
	if (missing.includes(SHELL)) await keep(cache, SHELL);
}

async function keep(cache, file) {
	const response = await ask(file);
	if (file === SHELL && !(await isOwn(response))) throw new Error(`${file}: of another version`);
	await cache.put(file, response);
}

// Once the server has a new version, its shell names files that this worker doesn't keep
async function isOwn(shell) {
	return (await shell.clone().text()).includes(`"${self.VISITS.version}"`);
}

async function ask(file) {
	const response = await fetch(file, { cache: "no-cache", credentials: "same-origin" });
	if (!response.ok || response.redirected) throw new Error(`${file}: ${response.status}`);
	return response;
}

async function takeOver() {
	const names = await caches.keys();
	const former = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
	await Promise.all(former.map((name) => caches.delete(name)));
	await clients.claim();
}

async function answer(file, happened) {
	// Where the telephone is full, its cache may not even be opened
	const cache = await caches.open(CACHE).catch(() => null);
	const kept = await cache?.match(file).catch(() => null);
	if (kept) return kept;
	try {
		const response = await ask(file);
		// Another app's worker may have deleted all caches that it doesn't know
		if (file === SHELL) happened.waitUntil(fill().catch(() => {}));
		// Without room it is asked for each time
		else await cache?.put(file, response.clone()).catch(() => {});
		return response;
	} catch {
		return file === SHELL ? getExcuse() : Response.error();
	}
}

// A page that is an error counts as a fault of the worker: after three, Firefox drops it and, where less than 400 MB are
// left, all that the site keeps, with the work that waits to be sent.
function getExcuse() {
	const headers = { "Content-Type": "text/html; charset=utf-8" };
	return new Response(EXCUSE, { status: 503, headers });
}
