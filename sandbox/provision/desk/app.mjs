// Builds an app's own bundles as `bench build` does, and adds them to `assets.json`.
// node app.mjs APP PUBLIC_FOLDER MODULES_OF_DESK MODULES_OF_APP OUTPUT

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { writeAssetsJson } from "./assets_json.mjs";
import { stylesheetCompiler, stylesheetPlugin } from "./stylesheets.mjs";
import { vuePlugin } from "./vue.mjs";

const [app, ...folders] = process.argv.slice(2);
const [source, desk, modules, output] = folders.map((folder) => path.resolve(folder));
const require = createRequire(path.join(desk, "index.js"));
const esbuild = require("esbuild");
const compiler = require("vue/compiler-sfc");

// A stylesheet lies in css/ and a script in js/, whatever folders their sources are in
for (const [kind, files] of Object.entries({ js: /\.bundle\.js$/, css: /\.bundle\.s?css$/ })) {
	const entryPoints = bundles(files);
	if (!entryPoints.length) continue;
	const result = await esbuild.build({ ...options(), entryPoints, entryNames: `${kind}/[name].[hash]` });
	writeAssetsJson(output, result.metafile.outputs);
}

function bundles(pattern) {
	return fs
		.readdirSync(source, { recursive: true })
		.filter((file) => pattern.test(file) && !file.startsWith("dist"))
		.map((file) => path.join(source, file));
}

function options() {
	const style = stylesheetCompiler(require("sass"), [modules, desk], []);
	return {
		outdir: path.join(output, app, "dist"),
		bundle: true,
		metafile: true,
		minify: true,
		format: "iife",
		// A bench's own target
		target: "es2017",
		logLevel: "error",
		nodePaths: [modules, desk],
		external: ["/assets/*"],
		plugins: [stylesheetPlugin([], style), vuePlugin(compiler, style)],
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
	};
}
