// Controls that show a word of the frame.

import { type Attributes, type Drawing, drawing, el } from "./dom";
import { worded } from "./words";

export function button(
  word: string,
  press: (event: MouseEvent) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = worded(el("button", { type: "button", ...attributes }), word);
  made.addEventListener("click", press);
  return made;
}

/** A drawing before the word. The word has an element of its own, which a change of language may empty. */
export function drawnButton(
  name: Drawing,
  word: string,
  press: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, drawing(name), worded(el("span"), word));
  made.addEventListener("click", press);
  return made;
}

/** A line that says what has come of something, heard once and without focus. */
export function statusLine(attributes: Attributes = {}): HTMLElement {
  return el("span", { role: "status", ...attributes });
}
