// What went wrong, above the box: heard at once, and seen until it is mended.

import { Refusal } from "./api";
import { button } from "./controls";
import { el } from "./dom";
import { appendLinked } from "./text";
import { type Places, worded } from "./words";

type Retry = () => void;

export class Problem {
  readonly element = el("div", { class: "problem", role: "alert" });
  private retry: Retry | null = null;

  /** `leave` is told before a button goes, and the focus on it with it. */
  constructor(private readonly leave: () => void) {
    window.addEventListener("offline", () => this.show("offline", this.retry));
    window.addEventListener("online", () => this.backOnline());
  }

  show(word: string, retry: Retry | null = null, places: Places = {}): void {
    this.put(worded(el("p"), word, places), retry);
  }

  /** An error as a sentence; what may work the next time can be tried again. */
  showFailure(error: unknown, retry: Retry): void {
    const again = error instanceof Refusal && !error.worthTryingAgain ? null : retry;
    if (!navigator.onLine) this.show("offline", again);
    else if (error instanceof Refusal && error.message) this.put(refusalSentence(error), again);
    else this.show("unreachable", again);
    if (!(error instanceof Refusal)) console.error(error);
  }

  clear(): void {
    if (this.element.matches(":focus-within")) this.leave();
    this.element.replaceChildren();
    this.retry = null;
  }

  private put(sentence: HTMLElement, retry: Retry | null): void {
    this.element.replaceChildren(sentence);
    this.retry = retry;
    if (retry) this.element.append(this.retryButton(retry));
    // In a low window the box, and with it the problem, may be out of sight.
    this.element.scrollIntoView({ block: "nearest" });
  }

  private retryButton(retry: Retry): HTMLButtonElement {
    return button("try_again", () => {
      this.leave();
      retry();
    });
  }

  private backOnline(): void {
    if (!this.element.querySelector("[data-word=offline]")) return;
    const { retry } = this;
    if (retry) this.show("online_again", retry);
    else this.clear();
  }
}

function refusalSentence({ message }: Refusal): HTMLElement {
  const sentence = el("p", { lang: "en-GB", dir: "auto" });
  appendLinked(sentence, message);
  return sentence;
}
