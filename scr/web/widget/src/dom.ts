// Making elements. No markup is ever parsed, and nothing gets a style attribute: a strict policy of the page would drop it.

export type Attributes = Record<string, string | boolean>;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

let ids = 0;

/** Several of a kind may stand in the transcript at once, and a label needs to know its own. */
export function newId(kind: string): string {
  ids += 1;
  return `${kind}-${ids}`;
}

const DRAWINGS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  close: "M5 5l14 14M19 5L5 19",
  speech: "M4 4h16v12H10l-5 5v-5H4z",
  helped: "M7 11v9H3v-9zM7 11l4-8c2 0 3 1.5 2.5 3.500L13 9h6c1.5 0 2.3 1 2 2.500l-1.5 7c-.3 1-1 1.5-2 1.500H7",
  notHelped: "M7 13V4H3v9zM7 13l4 8c2 0 3-1.5 2.5-3.500L13 15h6c1.5 0 2.3-1 2-2.500l-1.5-7c-.3-1-1-1.5-2-1.500H7",
};

export type Drawing = keyof typeof DRAWINGS;

/** A line drawing beside a word that says the same. */
export function drawing(name: Drawing): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  path.setAttribute("d", DRAWINGS[name]);
  return svg;
}
