// From text to elements, never through HTML.

import { el } from "./dom";

// No web addresses: those in the documents are old, and some now lead elsewhere.
const REACHABLE = /([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|\b(999|0\d[\d ]{7,11}\d)\b/g;

/** The text, with e-mail addresses and telephone numbers as links. */
export function appendLinked(parent: HTMLElement, text: string): void {
  let end = 0;
  for (const match of text.matchAll(REACHABLE)) {
    const [found, address, number] = match;
    const href = address ? `mailto:${address}` : `tel:${number?.replace(/ /g, "")}`;
    parent.append(text.slice(end, match.index), el("a", { href }, found));
    end = match.index + found.length;
  }
  parent.append(text.slice(end));
}

/** Blank lines part paragraphs; lines that begin with "- " are items of a list. */
export function appendText(parent: HTMLElement, text: string): void {
  for (const block of text.split(/\n\s*\n/)) appendBlock(parent, block);
}

function appendBlock(parent: HTMLElement, block: string): void {
  let sentence: string[] = [];
  const closeParagraph = () => {
    if (sentence.length) appendLinked(parent.appendChild(el("p")), sentence.join(" "));
    sentence = [];
  };
  for (const line of block.split("\n").map((raw) => raw.trim())) {
    if (line.startsWith("- ")) {
      closeParagraph();
      appendItem(parent, line.slice(2));
    } else if (line) {
      sentence.push(line);
    }
  }
  closeParagraph();
}

function appendItem(parent: HTMLElement, text: string): void {
  const last = parent.lastElementChild;
  const list = last instanceof HTMLUListElement ? last : parent.appendChild(el("ul"));
  appendLinked(list.appendChild(el("li")), text);
}
