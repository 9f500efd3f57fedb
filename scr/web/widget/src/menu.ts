// Options: a button and what it discloses.

import type { Frame } from "./contract";
import { button, drawnButton, statusLine } from "./controls";
import { el } from "./dom";
import { keep, kept } from "./kept";
import { area, chooseArea, choosePlain, isPlain } from "./manner";
import { say, worded } from "./words";

const SIZES = [
  ["normal", "size_normal"],
  ["large", "size_large"],
  ["largest", "size_largest"],
] as const;

interface Listener {
  area(): void;
  size(size: string): void;
  /** Whether the frame now speaks it. */
  language(lang: string): Promise<boolean>;
  save(): void;
  print(): void;
  startAgain(): void;
  end(): void;
}

export class Menu {
  readonly button = drawnButton("menu", "options", () => this.toggle(), {
    "aria-expanded": "false",
    "aria-controls": "options",
  });
  readonly element: HTMLElement;
  private readonly area = el("select", { id: "area", "aria-describedby": "area-hint" });
  private readonly plain = el("input", { id: "plain", type: "checkbox", "aria-describedby": "plain-hint" });
  private readonly language = el("select", { id: "language", "aria-describedby": "language-hint" });
  private readonly status = statusLine();

  constructor(private readonly listener: Listener) {
    this.element = el(
      "div",
      { id: "options", class: "options", hidden: true },
      field("area", this.area, "area_hint"),
      el(
        "div",
        { class: "field" },
        el("div", { class: "choice" }, this.plain, worded(el("label", { for: "plain" }), "plain")),
        worded(el("p", { id: "plain-hint", class: "hint" }), "plain_hint"),
      ),
      this.sizes(),
      field("language", this.language, "language_hint"),
      this.status,
      this.actions(),
    );
    this.offerAreas([]);
    for (const part of [this.button, this.element]) {
      part.addEventListener("keydown", (event) => this.closeOnEscape(event));
    }
    this.area.addEventListener("change", () => {
      chooseArea(this.area.value);
      listener.area();
    });
    this.plain.addEventListener("change", () => choosePlain(this.plain.checked));
    this.language.addEventListener("change", () => this.changeLanguage());
  }

  /** Offers what the server has. */
  follow({ areas, languages, lang }: Frame): void {
    this.offerAreas(areas);
    this.language.replaceChildren(...languages.map(({ id, name }) => el("option", { value: id, lang: id }, name)));
    this.language.value = lang;
  }

  /** Shows how replies are wanted, as it is kept. */
  showManner(): void {
    this.area.value = area();
    this.plain.checked = isPlain();
  }

  close(): void {
    if (this.element.matches(":focus-within")) this.button.focus();
    this.show(false);
  }

  private toggle(): void {
    this.show(Boolean(this.element.hidden));
  }

  private show(shown: boolean): void {
    this.element.hidden = !shown;
    this.button.setAttribute("aria-expanded", String(shown));
  }

  private closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.element.hidden) return;
    // Not the panel as well.
    event.stopPropagation();
    this.close();
  }

  private offerAreas(areas: Frame["areas"]): void {
    this.area.replaceChildren(
      worded(el("option", { value: "" }), "no_area"),
      ...areas.map(({ id, name }) => el("option", { value: id }, name)),
    );
    this.showManner();
  }

  private async changeLanguage(): Promise<void> {
    const done = await this.listener.language(this.language.value);
    this.status.textContent = done ? "" : say("language_failed");
  }

  private sizes(): HTMLElement {
    const chosen = kept("size") ?? "normal";
    const choices = SIZES.map(([value, word]) => {
      const input = el("input", { id: `size-${value}`, type: "radio", name: "size", value, checked: value === chosen });
      input.addEventListener("change", () => {
        keep("size", value);
        this.listener.size(value);
      });
      return el("div", { class: "choice" }, input, worded(el("label", { for: input.id }), word));
    });
    return el(
      "fieldset",
      { class: "field sizes" },
      worded(el("legend"), "size"),
      el("div", { class: "row" }, ...choices),
    );
  }

  private actions(): HTMLElement {
    const { listener } = this;
    // Each of these leaves the menu; save and print come back to its button.
    const leaving = (act: () => void) => () => {
      this.close();
      act();
    };
    return el(
      "div",
      { class: "row actions" },
      button(
        "save",
        leaving(() => listener.save()),
      ),
      button(
        "print",
        leaving(() => listener.print()),
      ),
      button(
        "start_again",
        leaving(() => listener.startAgain()),
      ),
      button(
        "end",
        leaving(() => listener.end()),
      ),
    );
  }
}

function field(word: string, select: HTMLSelectElement, hint: string): HTMLElement {
  return el(
    "div",
    { class: "field" },
    worded(el("label", { for: select.id }), word),
    select,
    worded(el("p", { id: `${select.id}-hint`, class: "hint" }), hint),
  );
}
