// Builds Desk: every bundle of the framework, named by its content, and `assets.json`, which maps names to files.
// node build.mjs FRAMEWORK NODE_MODULES OUTPUT

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { writeAssetsJson } from "./assets_json.mjs";
import { namedFolders, stylesheetCompiler, stylesheetPlugin } from "./stylesheets.mjs";
import { vuePlugin } from "./vue.mjs";

const [framework, modules, output] = process.argv.slice(2).map((folder) => path.resolve(folder));
const require = createRequire(path.join(modules, "index.js"));
const esbuild = require("esbuild");
const sass = require("sass");
const compiler = require("vue/compiler-sfc");

// Only asked for when errors are to be reported to an outside service, which a sandbox never does.
const LEFT_OUT = new Set(["sentry.bundle.js"]);
// Of the modules that views load by themselves, past the bundles
const LOADED_LATER = ["frappe-gantt/dist"];

const result = await esbuild.build(options());
writeAssetsJson(output, result.metafile.outputs);
copyModules();

function options() {
	const folders = namedFolders(framework, modules);
	const style = stylesheetCompiler(sass, [modules], folders);
	return {
		entryPoints: bundles(path.join(framework, "frappe/public")),
		outdir: path.join(output, "frappe/dist"),
		entryNames: "[ext]/[name].[hash]",
		assetNames: "media/[name].[hash]",
		bundle: true,
		metafile: true,
		minify: true,
		format: "iife",
		target: "es2020",
		logLevel: "error",
		nodePaths: [modules],
		external: ["/assets/*"],
		loader: Object.fromEntries(
			[".eot", ".png", ".svg", ".ttf", ".woff", ".woff2"].map((suffix) => [suffix, "file"]),
		),
		plugins: [templatePlugin(), stylesheetPlugin(folders, style), vuePlugin(compiler, style)],
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
	};
}

function bundles(folder) {
	return fs
		.readdirSync(folder, { recursive: true })
		.filter((file) => /\.bundle\.(js|scss)$/.test(file) && !LEFT_OUT.has(path.basename(file)))
		.map((file) => path.join(folder, file));
}

// Desk looks its HTML templates up by file name.
function templatePlugin() {
	return {
		name: "template",
		setup(build) {
			build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
				const name = JSON.stringify(path.basename(file, ".html"));
				const text = fs
					.readFileSync(file, "utf8")
					.replace(/<!--[^]*?-->/g, "")
					.replace(/\s+/g, " ");
				return { contents: `frappe.templates[${name}] = ${JSON.stringify(text)};`, loader: "js" };
			});
		},
	};
}

function copyModules() {
	for (const folder of LOADED_LATER) {
		const target = path.join(output, "frappe/node_modules", folder);
		fs.cpSync(path.join(modules, folder), target, { recursive: true });
	}
}
