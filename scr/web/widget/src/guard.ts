// Before a message leaves the browser: does it look like details of a person? Then it can be sent without them.

import { button } from "./controls";
import { el, newId } from "./dom";
import { type Detail, type DetailRules, Redactor } from "./redaction";
import { say, worded } from "./words";

/** By themselves these say nothing about a child or a family. */
const HARMLESS_ALONE = ["date", "e-mail", "telephone number"];

const KINDS: Record<string, string> = {
  name: "kind_name",
  "date of birth": "kind_date_of_birth",
  date: "kind_date",
  "NHS number": "kind_nhs_number",
  postcode: "kind_postcode",
  address: "kind_address",
  "e-mail": "kind_email",
  "telephone number": "kind_telephone",
};

/** An access code as it is printed in letters, until the server's own expression for it has come. */
const FOUR_GROUPS = /([b-df-hjkmnp-tv-xz2-9]{4}[\s.:/–-]{0,3}){3}[b-df-hjkmnp-tv-xz2-9]{4}/i;

interface Choice {
  send(redacted: string): void;
  change(): void;
}

export class Guard {
  readonly element = el("div");
  private redactor: Redactor | null = null;
  private code = FOUR_GROUPS;

  /** Without rules, where the frame did not arrive, the server's own guard is the only one. */
  follow(rules: DetailRules): void {
    try {
      this.redactor = new Redactor(rules);
      if (rules.code) this.code = new RegExp(rules.code.source, rules.code.flags);
    } catch (error) {
      // Safari before 16.4 cannot look behind.
      console.warn("scr-assistant: this browser cannot look for details of people, so the server alone does.", error);
    }
  }

  /** Whether a text holds an access code, which must be left nowhere. */
  holdsCode(text: string): boolean {
    return text.search(this.code) >= 0;
  }

  redact(text: string): string {
    return this.redactor?.redact(text) ?? text;
  }

  /** What in a text should stop it from being sent as it is. */
  objectionsTo(text: string): Detail[] {
    if (!this.redactor || this.holdsCode(text)) return [];
    const details = this.redactor.details(text);
    const stops = details.some(({ kind }) => !HARMLESS_ALONE.includes(kind)) || this.redactor.identifiesSomebody(text);
    return stops ? details : [];
  }

  /** Shows what was noticed and moves there. */
  show(text: string, details: Detail[], choice: Choice): void {
    const [heading, why] = [newId("guard"), newId("guard-why")];
    const title = worded(el("h3", { id: heading, tabindex: "-1" }), "guard");
    const region = el(
      "div",
      { class: "guard", role: "alertdialog", "aria-labelledby": heading, "aria-describedby": why },
      title,
      worded(el("p", { id: why }), "guard_why"),
      el("ul", {}, ...details.map(({ kind, start, end }) => noticed(kind, text.slice(start, end)))),
      el(
        "div",
        { class: "row" },
        button("guard_send", () => choice.send(this.redact(text)), { class: "primary" }),
        button("guard_change", () => choice.change()),
      ),
    );
    region.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      // Not the panel as well.
      event.stopPropagation();
      choice.change();
    });
    this.element.replaceChildren(region);
    title.focus();
  }

  close(): void {
    this.element.replaceChildren();
  }
}

function noticed(kind: string, words: string): HTMLLIElement {
  return worded(el("li"), "detail", { kind: say(KINDS[kind] ?? "kind_other"), words });
}
