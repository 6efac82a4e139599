// Sass and CSS as Desk's stylesheets expect them: four ways to name a file of another folder.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export function stylesheetPlugin(folders, compile) {
	return {
		name: "stylesheet",
		setup(build) {
			build.onResolve({ filter: /^(~|frappe\/)/ }, ({ path: url }) => ({ path: findFile(url, folders) }));
			build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
				return { contents: compile(fs.readFileSync(file, "utf8"), file), loader: "css" };
			});
		},
	};
}

// Where the prefixes lead that stylesheets use; the longer one comes first.
export function namedFolders(framework, modules) {
	return [
		["~", modules],
		["frappe/public/node_modules/", modules],
		["frappe/", path.join(framework, "frappe")],
	];
}

export function stylesheetCompiler(sass, loadPaths, folders) {
	const findFileUrl = (url) => {
		const file = findFile(url, folders);
		return file && pathToFileURL(file);
	};
	return (text, file) => {
		const url = pathToFileURL(file);
		const rest = {
			importers: [{ findFileUrl }],
			loadPaths,
			quietDeps: true,
			logger: sass.Logger.silent,
		};
		return sass.compileString(text, { url, ...rest }).css;
	};
}

function findFile(url, folders) {
	const match = folders.find(([prefix]) => url.startsWith(prefix));
	return match ? path.join(match[1], url.slice(match[0].length)) : null;
}
