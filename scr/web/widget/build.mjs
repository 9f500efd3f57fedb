// Builds ../static/widget.js: one classic script with its styles and its English words inside.
// `node build.mjs FILE` writes it elsewhere, to be compared.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { load } from "js-yaml";

/** The English words are edited as YAML with all other content; built in, they are there when the server is not. */
const yaml = {
  name: "yaml",
  setup(building) {
    building.onLoad({ filter: /\.yml$/ }, async ({ path }) => ({
      contents: JSON.stringify(load(await readFile(path, "utf8"))),
      loader: "json",
    }));
  },
};

/** Comments and indentation are for people, and esbuild leaves styles that are loaded as text as they are. */
const css = {
  name: "css",
  setup(building) {
    building.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        charset: "utf8",
        write: false,
      });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/main.ts"],
  outfile: process.argv[2] ?? "../static/widget.js",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  plugins: [yaml, css],
});
