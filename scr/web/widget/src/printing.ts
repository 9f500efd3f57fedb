// Printing the conversation, and nothing else of the page that it stands on: from a document of its own in a hidden frame.

import type { Passage, Reply, Turn } from "./contract";
import { el } from "./dom";
import styles from "./print.css";
import { savedOn, speaker } from "./saving";
import { appendText } from "./text";
import { ENGLISH, say } from "./words";

const LONGEST_DIALOG_MS = 600_000;

export function print(title: string, turns: Turn[], place: HTMLElement): void {
  const frame = place.appendChild(el("iframe", { class: "paper", title, tabindex: "-1", "aria-hidden": "true" }));
  const paper = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!paper) return;
  fill(paper, title, turns, place);
  const away = () => frame.remove();
  paper.addEventListener("afterprint", away);
  // Where a browser does not say that it has printed.
  setTimeout(away, LONGEST_DIALOG_MS);
  paper.focus();
  paper.print();
}

function fill(paper: Window & typeof globalThis, title: string, turns: Turn[], place: HTMLElement): void {
  const sheet = new paper.CSSStyleSheet();
  sheet.replaceSync(styles);
  paper.document.adoptedStyleSheets = [sheet];
  paper.document.title = title;
  paper.document.documentElement.lang = place.lang || ENGLISH.id;
  paper.document.documentElement.dir = place.dir;
  paper.document.body.append(
    el("h1", {}, title),
    el("p", {}, savedOn()),
    ...turns.flatMap(printedTurn),
    el("p", { class: "note" }, say("saved_note")),
  );
}

function printedTurn({ text, replies }: Turn): HTMLElement[] {
  const question = text === null ? [] : [el("h2", {}, say("you")), el("p", { class: "typed", dir: "auto" }, text)];
  return [...question, ...replies.flatMap(printedReply)];
}

function printedReply(reply: Reply): HTMLElement[] {
  return [el("h2", {}, say(speaker(reply))), ...reply.passages.flatMap(printedPassage)];
}

function printedPassage({ text, kind, citation }: Passage): HTMLElement[] {
  const passage = el("div", { class: kind, lang: "en-GB", dir: "ltr" });
  appendText(passage, text);
  return citation
    ? [passage, el("p", { class: "note" }, `${say("source")} `, el("cite", {}, citation.text))]
    : [passage];
}
