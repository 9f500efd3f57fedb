// What comes from a person of the helpline, fetched while one has been asked for; and who answers now, said above the box.

import { Refusal } from "./api";
import type { History, News, Reply, Standing } from "./contract";
import { el } from "./dom";
import { type Places, worded } from "./words";

const SEEN_MS = 3_000;
const HIDDEN_MS = 15_000;
const LONGEST_MS = 60_000;

interface Listener {
  fetch(after: number): Promise<News>;
  told(reply: Reply): void;
}

export class Helpline {
  readonly element = el("p", { class: "answers", role: "status", hidden: true });
  private standing: Standing = { state: null, number: null };
  /** The last word that stands on the screen. */
  private after = 0;
  private timer = 0;
  /** How often in a row it could not be fetched. */
  private failures = 0;
  private fetching: object | null = null;

  constructor(private readonly listener: Listener) {
    document.addEventListener("visibilitychange", () => {
      if (this.isOpen && !document.hidden) this.look();
    });
  }

  /** A person has been asked for, and it is not over. */
  get isOpen(): boolean {
    return this.standing.state === "waiting" || this.standing.state === "taken";
  }

  /** A reply may say that a person has been asked for, or no longer is. */
  follow({ handover }: Reply): void {
    if (handover) this.look();
  }

  /** Goes on with what stood on the screen before a reload. */
  restore({ after, ...standing }: History["helpline"]): void {
    this.after = after;
    this.show(standing);
    if (this.isOpen) this.look();
  }

  /** The conversation is over; what is still on its way belongs to it. */
  reset(): void {
    clearTimeout(this.timer);
    this.fetching = null;
    this.after = 0;
    this.failures = 0;
    this.show({ state: null, number: null });
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    const mine = {};
    this.fetching = mine;
    try {
      const news = await this.listener.fetch(this.after);
      if (this.fetching !== mine) return;
      this.failures = 0;
      this.take(news);
    } catch (error) {
      if (this.fetching !== mine || (error instanceof Refusal && error.sessionExpired)) return;
      this.failures += 1;
    }
    if (this.isOpen || this.failures) this.timer = window.setTimeout(() => this.look(), this.wait());
  }

  private take({ words, ...standing }: News): void {
    for (const { number, reply } of words) {
      this.after = Math.max(this.after, number);
      this.listener.told(reply);
    }
    this.show(standing);
  }

  private wait(): number {
    const usual = document.hidden ? HIDDEN_MS : SEEN_MS;
    return Math.max(usual, Math.min(LONGEST_MS, SEEN_MS * 2 ** this.failures));
  }

  private show({ state, number }: Standing): void {
    const { state: before, number: numberBefore } = this.standing;
    this.standing = { state, number };
    // Said anew only where it is something else: a status is heard each time that it is put there.
    if (state === before && number === numberBefore) return;
    this.element.hidden = state === null;
    if (state === "taken") this.say("answers_helpline");
    else if (state === "waiting") this.say("answers_waiting", { number: number ?? "" });
    else this.say("answers_assistant");
  }

  private say(word: string, places: Places = {}): void {
    worded(this.element, word, places);
  }
}
