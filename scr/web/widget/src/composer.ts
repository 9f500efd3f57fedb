// The box in which a question is typed.

import { statusLine } from "./controls";
import { el } from "./dom";
import { worded } from "./words";

const NEAR_LIMIT = 200;
const PAUSE_IN_TYPING_MS = 1000;

interface Listener {
  submit(): void;
  typed(text: string): void;
}

export class Composer {
  /** How many characters the server reads. */
  limit = 2000;
  readonly element: HTMLFormElement;
  private readonly status = statusLine({ id: "status", class: "status" });
  private readonly box = el("textarea", {
    id: "question",
    rows: "2",
    enterkeyhint: "send",
    autocomplete: "off",
    dir: "auto",
    "aria-describedby": "privacy",
  });
  private readonly counter = el("p", { class: "counter", "aria-hidden": "true", hidden: true });
  private readonly counterHeard = el("p", { class: "heard-only", role: "status" });
  private counting = 0;
  private statusWord: string | null = null;

  constructor(private readonly listener: Listener) {
    this.element = el(
      "form",
      { class: "composer", method: "post", autocomplete: "off" },
      el("div", { class: "label-row" }, worded(el("label", { for: "question" }), "question"), this.status),
      worded(el("p", { id: "privacy", class: "privacy" }), "privacy"),
      el(
        "div",
        { class: "box-row" },
        this.box,
        worded(el("button", { class: "primary send", type: "submit" }), "send"),
      ),
      this.counter,
      this.counterHeard,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      listener.submit();
    });
    this.box.addEventListener("keydown", (event) => this.sendOnEnter(event));
    this.box.addEventListener("input", () => this.changed());
  }

  get text(): string {
    return this.box.value.trim();
  }

  set text(text: string) {
    this.box.value = text;
    this.changed();
  }

  get isTooLong(): boolean {
    return this.left() < 0;
  }

  /** Empties the box of what is being sent; what was typed below it since stays. */
  takeOut(text: string): void {
    if (this.text === text) this.text = "";
    else if (this.text.startsWith(`${text}\n`)) this.text = this.text.slice(text.length).trim();
  }

  /** Puts back what could not be sent, above what was typed since. */
  putBack(text: string): void {
    this.text = this.text ? `${text}\n${this.text}` : text;
  }

  /** Says that something is under way; three dots show it to those who do not read. */
  showStatus(word: string | null): void {
    // The same word again would be read out again.
    if (word === this.statusWord) return;
    this.statusWord = word;
    const dots = () => el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.status.replaceChildren(...(word ? [worded(el("span"), word), dots()] : []));
  }

  refuse(): void {
    this.box.setAttribute("aria-invalid", "true");
  }

  focus(): void {
    this.box.focus();
  }

  private sendOnEnter(event: KeyboardEvent): void {
    // While an input method composes, Enter chooses a character; Safari tells so by the key code alone.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.listener.submit();
  }

  private changed(): void {
    this.count();
    this.listener.typed(this.text);
  }

  private left(): number {
    return this.limit - Array.from(this.text).length;
  }

  private count(): void {
    const left = this.left();
    if (left < 0) worded(this.counter, "characters_over", { count: -left, limit: this.limit });
    else worded(this.counter, "characters_left", { count: left });
    this.counter.hidden = left > NEAR_LIMIT;
    this.counter.classList.toggle("over", left < 0);
    if (left >= 0) this.box.removeAttribute("aria-invalid");
    // Read out once typing pauses: at every key it would drown the typing.
    clearTimeout(this.counting);
    this.counting = window.setTimeout(() => {
      this.counterHeard.textContent = this.counter.hidden ? "" : this.counter.textContent;
    }, PAUSE_IN_TYPING_MS);
  }
}
