// For tests/browser/test_firefox.py: uses the page and the panel in a real Firefox, which Playwright cannot drive as Debian
// has it, and prints for each state what axe finds there.
// node firefox.mjs ADDRESS PATH_OF_FIREFOX PATH_OF_AXE

import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [address, executablePath, axe] = process.argv.slice(2);
const AXE = readFileSync(axe, "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const IN = "scr-assistant >>>";

async function found(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations, passes } = await globalThis.axe.run({ runOnly: { type: "tag", values } });
    return { violations: violations.map(({ id, nodes }) => `${id}: ${nodes.length}`), passes: passes.length };
  }, TAGS);
}

async function ask(page, text) {
  const count = () => document.querySelector("scr-assistant").shadowRoot.querySelectorAll(".from-assistant").length;
  const before = await page.evaluate(count);
  await (await page.waitForSelector(`${IN} #question`)).type(text);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (known) => document.querySelector("scr-assistant").shadowRoot.querySelectorAll(".from-assistant").length > known,
    {},
    before,
  );
  return page.$eval(`${IN} .from-assistant:last-child`, (reply) => reply.textContent);
}

async function press(page, text) {
  await (await page.waitForSelector(`${IN} ::-p-text(${text})`)).click();
}

async function onThePage(page) {
  await page.goto(address);
  await page.waitForSelector(`${IN} .from-assistant`);
  const states = { greeting: await found(page) };
  const answer = await ask(page, "will i be interviewed");
  states.answer = await found(page);
  await press(page, "Show the wording");
  await page.waitForSelector(`${IN} blockquote`);
  states.wording = await found(page);
  await press(page, "Options");
  states.options = await found(page);
  const urgent = await ask(page, "a child is being hit next door now");
  states.urgent = await found(page);
  return { states, answer, urgent };
}

async function inThePanel(page) {
  await page.goto(`${address}/demo`);
  await (await page.waitForSelector(`${IN} .launcher`)).click();
  await page.waitForSelector(`${IN} .from-assistant`);
  return { panel: await found(page), answer: await ask(page, "how long does a review take") };
}

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await onThePage(await browser.newPage());
  const panel = await inThePanel(await browser.newPage());
  console.log(JSON.stringify({ page, panel }));
} finally {
  await browser.close();
}
