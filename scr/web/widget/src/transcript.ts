// What was said, and the reader's place in it: new messages are brought into view only for somebody who reads at the end.

import { button } from "./controls";
import { el } from "./dom";
import { labelled, worded } from "./words";

const NEARLY_PX = 8;

export class Transcript {
  /** Restored messages are not read out; new ones are, each once. */
  private readonly log = labelled(
    el("div", {
      id: "transcript",
      class: "log",
      role: "log",
      "aria-live": "off",
      "aria-relevant": "additions",
      tabindex: "0",
    }),
    "conversation",
  );
  private readonly newMessages = button("new_messages", () => this.goToLatest(), {
    class: "new-messages",
    hidden: true,
  });
  readonly element = el("div", { class: "body" }, this.log, this.newMessages);
  /** The first element of the turn added last: reading begins there, not at the turn's end. */
  private latest: HTMLElement | null = null;
  private turns = 0;

  /** Adds what begins a turn. */
  begin(element: HTMLElement): void {
    this.announced(() => {
      this.log.append(element);
      this.latest = element;
      this.turns += 1;
    });
  }

  /** Adds to the turn that was begun last. */
  goOn(element: HTMLElement): void {
    this.announced(() => {
      this.log.append(element);
      // Below a long question the reply would be out of sight.
      if (this.latest && this.latest.offsetHeight > this.log.clientHeight / 3) this.latest = element;
    });
  }

  /** Shows what was said before a reload, and its last turn; above all of it the notice, if there is one. */
  restore(turns: HTMLElement[][], notice: HTMLElement | null): void {
    this.empty();
    this.log.append(...(notice ? [notice] : []), ...turns.flat());
    this.removeForms(this.lastMessage?.querySelector("form.access"));
    this.latest = turns[turns.length - 1]?.[0] ?? null;
    this.turns = turns.length;
    if (turns.length > 1) this.bring();
  }

  /** Says between two messages that a new conversation has begun. */
  divide(word: string, before: HTMLElement | null): void {
    this.log.insertBefore(worded(el("p", { class: "renewed" }), word), before);
  }

  empty(): void {
    for (const file of this.log.querySelectorAll<HTMLAnchorElement>("a[download]")) URL.revokeObjectURL(file.href);
    this.log.replaceChildren();
    this.log.setAttribute("aria-live", "off");
    this.latest = null;
    this.turns = 0;
    this.newMessages.hidden = true;
  }

  /** One form at a time; an older one has been answered, or passed over. */
  removeForms(except?: Element | null): void {
    for (const form of this.log.querySelectorAll("form.access")) {
      if (form !== except) form.remove();
    }
  }

  /** Takes back a question that could not be sent. */
  takeBack(element: HTMLElement): void {
    this.latest = element.previousElementSibling as HTMLElement | null;
    this.turns -= 1;
    element.remove();
  }

  get lastMessage(): Element | null {
    return this.log.lastElementChild;
  }

  /** Notices where the reader is. `focusElsewhere` is for a button that goes while it has the focus. */
  watch(root: HTMLElement, focusElsewhere: () => void): void {
    const scrolled = () => {
      if (this.newMessages.hidden || !this.readerIsAtLatest()) return;
      if (this.newMessages.matches(":focus")) focusElsewhere();
      this.newMessages.hidden = true;
    };
    // What scrolls is the transcript, all of a low panel, or the page.
    root.addEventListener("scroll", scrolled, { capture: true, passive: true });
    window.addEventListener("scroll", scrolled, { passive: true });
  }

  private announced(add: () => void): void {
    const follow = this.readerIsAtLatest();
    this.log.setAttribute("aria-live", "polite");
    add();
    if (!follow) this.newMessages.hidden = false;
    else if (this.turns > 1) this.bring();
  }

  private bring(): void {
    this.latest?.scrollIntoView({ block: "start", inline: "nearest" });
  }

  private goToLatest(): void {
    this.newMessages.hidden = true;
    this.bring();
    this.latest?.focus({ preventScroll: true });
  }

  private readerIsAtLatest(): boolean {
    const last = this.log.lastElementChild;
    // Above the first turn there is nothing to have scrolled up to.
    if (!this.latest || !last || this.turns <= 1) return true;
    const seen = this.log.getBoundingClientRect();
    const top = Math.max(0, seen.top);
    const foot = Math.min(window.innerHeight, seen.bottom);
    const { bottom } = last.getBoundingClientRect();
    return bottom <= foot + NEARLY_PX || this.latest.getBoundingClientRect().top <= (top + foot) / 2;
  }
}
