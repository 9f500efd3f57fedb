// Part of `npm run check`: each word that the sources name stands in data/frame/en.yml, and each that stands there is named.
// That the other languages say the same is checked with the rest of data/.

import { readdir, readFile } from "node:fs/promises";
import { load } from "js-yaml";

const here = (path) => new URL(path, import.meta.url);
const { words } = load(await readFile(here("../../../data/frame/en.yml"), "utf8"));
const names = (await readdir(here("src"))).filter((name) => name.endsWith(".ts"));
const sources = (await Promise.all(names.map((name) => readFile(here(`src/${name}`), "utf8")))).join("\n");

const named = new Set(
  [...sources.matchAll(/\b(?:say|button|worded|labelled|sentence)\((?:[^()"]*,\s*)?"(\w+)"/g)].map((found) => found[1]),
);
const quoted = new Set([...sources.matchAll(/"(\w+)"/g)].map((found) => found[1]));

const complaints = [
  ...[...named]
    .filter((name) => !(name in words))
    .map((name) => `the sources name ${name}, and en.yml has no such word`),
  ...Object.keys(words)
    .filter((name) => !quoted.has(name))
    .map((name) => `en.yml has ${name}, and no source names it`),
];
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length ? 1 : 0;
