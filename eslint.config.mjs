const DESK = ["$", "__", "frappe", "locals", "moment"];
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
		// ERPNext's own scripts extend the form's script through the global that others are to leave alone.
		files: ["sandbox/erpnext/**/*.js"],
		languageOptions: {
			globals: Object.fromEntries(["cur_frm", "erpnext", "extend_cscript", "flt"].map(readonly)),
		},
	},
	{
		files: ["**/*.mjs"],
		languageOptions: { globals: Object.fromEntries([...DESK, ...NODE].map(readonly)) },
	},
	{
		rules: {
			"no-const-assign": "error",
			"no-dupe-keys": "error",
			"no-redeclare": "error",
			"no-undef": "error",
			"no-unreachable": "error",
			"no-unused-vars": "error",
			"no-var": "error",
			"prefer-const": "error",
			complexity: ["error", 8],
			eqeqeq: "error",
		},
	},
];

function readonly(name) {
	return [name, "readonly"];
}
