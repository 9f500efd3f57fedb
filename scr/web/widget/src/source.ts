// Where an answer stands: the source, as a link to its document, and the cited paragraphs themselves on request.

import type { Citation, Excerpt } from "./contract";
import { button, statusLine } from "./controls";
import { el, newId } from "./dom";
import { appendText } from "./text";
import { say, worded } from "./words";

export interface Sources {
  documentAddress(document: string, paragraph: string | undefined): string;
  wording(document: string, paragraphs: string[]): Promise<Excerpt>;
}

export function source(citation: Citation, withWording: boolean, sources: Sources): HTMLElement[] {
  const { document, paragraphs } = citation;
  const line = sourceLine(citation, sources.documentAddress(document, paragraphs[0]));
  if (!withWording || !paragraphs.length) return [line];
  return [line, wording(() => sources.wording(document, paragraphs))];
}

function sourceLine({ text }: Citation, href: string): HTMLElement {
  return el(
    "p",
    { class: "citation" },
    worded(el("span"), "source"),
    " ",
    el(
      "a",
      { href, target: "_blank", rel: "noopener" },
      el("cite", { lang: "en-GB", dir: "ltr" }, text),
      " ",
      worded(el("span", { class: "new-tab" }), "new_tab"),
    ),
  );
}

function wording(fetched: () => Promise<Excerpt>): HTMLElement {
  const id = newId("wording");
  const quotation = el("blockquote", { id, class: "wording text", hidden: true, lang: "en-GB", dir: "ltr" });
  const status = statusLine();
  const show = (shown: boolean) => {
    quotation.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
    worded(toggle, shown ? "hide_wording" : "show_wording");
  };
  const fetchOnce = async () => {
    if (quotation.hasChildNodes()) return;
    status.textContent = say("fetching_wording");
    for (const paragraph of (await fetched()).paragraphs) quote(paragraph, quotation);
  };
  const toggle = button("show_wording", press, { class: "toggle", "aria-expanded": "false", "aria-controls": id });
  async function press(): Promise<void> {
    if (!quotation.hidden) return show(false);
    try {
      await fetchOnce();
      status.textContent = "";
      show(true);
    } catch {
      status.textContent = say("wording_failed");
    }
  }
  // The log reads out new messages, and this is none.
  return el(
    "div",
    { class: "wording-tools", "aria-live": "off" },
    el("div", { class: "row" }, toggle, status),
    quotation,
  );
}

function quote({ number, text }: Excerpt["paragraphs"][number], quotation: HTMLElement): void {
  quotation.append(worded(el("p", { class: "mark" }), "paragraph", { number }));
  appendText(quotation, text);
}
