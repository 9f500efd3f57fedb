// The words of the frame. Elements remember which word they show, so that a change of language needs no new elements:
// what is typed, open or focused stays as it is.

import english from "../../../../data/frame/en.yml";
import type { Words } from "./contract";
import { appendLinked } from "./text";

export type Places = Record<string, string | number>;

export const ENGLISH = english;

let current: Words = english.words;

/** A word in the language of the frame, with its {places} filled in. */
export function say(name: string, places: Places = {}): string {
  const word = current[name] ?? english.words[name] ?? name;
  return word.replace(/\{(\w+)\}/g, (place, key: string) => written(places[key] ?? place));
}

/** Numbers as the answers write them: 2,000. */
function written(value: string | number): string {
  return value.toLocaleString("en-GB");
}

/** Shows a word in an element, now and after each change of language. */
export function worded<E extends HTMLElement>(element: E, name: string, places: Places = {}): E {
  element.dataset.word = name;
  element.dataset.places = JSON.stringify(places);
  showWord(element);
  return element;
}

/** The same for a name that is heard and not seen. */
export function labelled<E extends HTMLElement>(element: E, name: string): E {
  element.dataset.label = name;
  element.setAttribute("aria-label", say(name));
  return element;
}

/** From now on the frame speaks these words; those that lack are English. */
export function speak(words: Words, root: ParentNode): void {
  current = words;
  root.querySelectorAll<HTMLElement>("[data-word]").forEach(showWord);
  for (const element of root.querySelectorAll<HTMLElement>("[data-label]"))
    labelled(element, element.dataset.label ?? "");
}

function showWord(element: HTMLElement): void {
  const places = JSON.parse(element.dataset.places ?? "{}") as Places;
  element.replaceChildren();
  appendLinked(element, say(element.dataset.word ?? "", places));
}
