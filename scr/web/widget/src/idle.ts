// A conversation that nobody goes on with is cleared, after a warning. By the clock and not by a timer alone: a computer
// that sleeps stops its timers.

import { keep, kept } from "./kept";

const MINUTE_MS = 60_000;
const WARNING_MINUTES = 2;
const SIGNS_OF_LIFE = ["keydown", "pointerdown", "input"];

interface Listener {
  warn(minutesLeft: number): void;
  unwarn(): void;
  clear(): void;
}

export class Idle {
  /** How long nothing may happen. */
  minutes = 30;
  private timer = 0;
  private warned = false;

  constructor(
    root: EventTarget,
    private readonly listener: Listener,
  ) {
    for (const sign of SIGNS_OF_LIFE) root.addEventListener(sign, (event) => this.heard(event));
    document.addEventListener("visibilitychange", () => this.check());
    window.addEventListener("pageshow", () => this.check());
  }

  /** Somebody is there. A press that wakes the page comes too late to keep what was due to go. */
  alive(): void {
    if (kept("token") && !this.isOver()) keep("seen", String(Date.now()));
    this.check();
  }

  /** The warning has a button for it, which must not go before the press has come to its end. */
  private heard(event: Event): void {
    if (!(event.target as Element).closest(".warning")) this.alive();
  }

  /** Clears, warns, or waits for the next time to do so. */
  check(): void {
    clearTimeout(this.timer);
    const left = this.left();
    const warning = Math.min(WARNING_MINUTES, this.minutes / 2) * MINUTE_MS;
    if (kept("token") && left <= warning && left > 0) this.warn(left);
    else this.unwarn();
    if (this.isOver()) this.listener.clear();
    else if (kept("token")) this.timer = window.setTimeout(() => this.check(), left > warning ? left - warning : left);
  }

  private isOver(): boolean {
    return kept("token") !== null && this.left() <= 0;
  }

  private left(): number {
    const seen = Number(kept("seen") ?? Date.now());
    return seen + this.minutes * MINUTE_MS - Date.now();
  }

  private warn(left: number): void {
    if (!this.warned) this.listener.warn(Math.ceil(left / MINUTE_MS));
    this.warned = true;
  }

  private unwarn(): void {
    if (this.warned) this.listener.unwarn();
    this.warned = false;
  }
}
