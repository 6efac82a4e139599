const DESK = ["$", "L", "__", "frappe", "locals", "moment"];
const BROWSER = [
	...["AbortController", "BarcodeDetector", "Blob", "DOMParser", "File", "FormData", "Image", "Intl", "URL"],
	...["URLSearchParams", "addEventListener", "clearTimeout", "console", "createImageBitmap", "crypto"],
	...["devicePixelRatio", "document", "fetch", "globalThis", "history", "innerHeight", "innerWidth"],
	...["location", "matchMedia", "navigator", "removeEventListener", "scrollTo", "scrollY", "setInterval"],
	...["setTimeout", "window", "Worker"],
].map(readonly);
const WORKER = ["Response", "URL", "caches", "clients", "fetch", "self"];
const NODE = ["console", "process", "URL"];

export default [
	{
		files: ["**/*.js"],
		languageOptions: {
			sourceType: "script",
			globals: Object.fromEntries([...DESK, "document", "window", "navigator"].map(readonly)),
		},
	},
	{
		files: ["sandbox/erpnext/**/*.js"],
		languageOptions: {
			globals: Object.fromEntries(["cur_frm", "erpnext", "extend_cscript", "flt"].map(readonly)),
		},
	},
	{
		files: ["maintenance_visit_app/**/*.js"],
		languageOptions: { globals: Object.fromEntries(["maintenance_visit_app"].map(readonly)) },
	},
	{
		files: ["maintenance_visit_app/public/js/*.js"],
		languageOptions: { globals: Object.fromEntries(["erpnext"].map(readonly)) },
	},
	{
		files: ["maintenance_visit_app/**/*.js"],
		languageOptions: { globals: Object.fromEntries(["maintenance_visit_app"].map(readonly)) },
	},
	{
		// The technicians' app has neither Desk nor jQuery around it
		files: ["maintenance_visit_app/public/js/visits/**/*.js"],
		languageOptions: {
			sourceType: "module",
			globals: Object.fromEntries([...BROWSER, ...DESK.map((name) => [name, "off"])]),
		},
	},
	{
		// A page of its own, too
		files: ["maintenance_visit_app/public/js/api/*.js"],
		languageOptions: { sourceType: "module" },
	},
	{
		files: ["**/*.vue"],
		processor: { preprocess: takeScript, postprocess: (messages) => messages.flat() },
	},
	{
		files: ["**/*.vue/*.js"],
		languageOptions: {
			sourceType: "module",
			globals: Object.fromEntries([...BROWSER, ...["defineEmits", "defineProps"].map(readonly)]),
		},
	},
	{
		files: ["maintenance_visit_app/technician/worker.js"],
		languageOptions: { globals: Object.fromEntries(WORKER.map(readonly)) },
	},
	{
		files: ["**/*.mjs"],
		languageOptions: { globals: Object.fromEntries(NODE.map(readonly)) },
	},
	{
		rules: {
			"no-const-assign": "error",
			"no-dupe-keys": "error",
			"no-redeclare": "error",
			"no-restricted-globals": [
				"error",
				{ name: "cur_frm", message: "Take the frm that the handler is given." },
				{ name: "event", message: "Take the event that the handler is given." },
			],
			"no-undef": "error",
			"no-unreachable": "error",
			"no-unused-vars": "error",
			"no-var": "error",
			"prefer-const": "error",
			complexity: ["error", 8],
			eqeqeq: "error",
		},
	},
	{
		// What only the template uses
		files: ["**/*.vue/*.js"],
		rules: { "no-unused-vars": "off" },
	},
	{
		// ERPNext's own scripts extend the form's script through the global that others are to leave alone.
		files: ["sandbox/erpnext/**/*.js"],
		rules: { "no-restricted-globals": "off" },
	},
];

function readonly(name) {
	return [name, "readonly"];
}

// A component's script, in the lines in which it stands
function takeScript(text) {
	const [, before, script = ""] = /^([^]*?<script setup>)([^]*?)<\/script>/.exec(text) ?? [];
	return [{ text: (before ?? "").replace(/.*/g, "") + script, filename: "script.js" }];
}
