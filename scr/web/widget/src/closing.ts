// What stands where a conversation was, and what is said before one is cleared.

import { button } from "./controls";
import { el } from "./dom";
import { type Places, worded } from "./words";

export class Closing {
  private readonly sentence = el("p", { role: "status" });
  private readonly start: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(startNew: () => void) {
    this.start = button("start_new", startNew, { class: "primary" });
    this.element = el("div", { class: "closing", hidden: true }, this.sentence, this.start);
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  show(word: string): void {
    this.element.hidden = false;
    this.say(word);
  }

  say(word: string, places: Places = {}): void {
    worded(this.sentence, word, places);
  }

  hide(): void {
    this.element.hidden = true;
  }

  focus(): void {
    this.start.focus();
  }
}

/** Said before a conversation is cleared that nobody goes on with. Made anew each time: an alert is heard when it comes. */
export class Warning {
  private element: HTMLElement | null = null;

  constructor(private readonly stay: () => void) {}

  saying(minutes: number, isWithHelpline: boolean): HTMLElement {
    this.element = el(
      "div",
      { class: "warning", role: "alert" },
      worded(el("p"), isWithHelpline ? "idle_warning_helpline" : "idle_warning", { minutes }),
      button("stay", this.stay, { class: "primary" }),
    );
    return this.element;
  }

  hide(): void {
    this.element?.remove();
  }
}
