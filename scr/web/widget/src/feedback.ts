// Did a reply help? One press says so, a few words may say why not.

import type { Feedback as Given, Reason } from "./contract";
import { button, drawnButton } from "./controls";
import { el, newId } from "./dom";
import { say, worded } from "./words";

/** Where it is handed in. */
export interface Desk {
  give(given: Given): Promise<void>;
  /** A comment goes without details of people, too. */
  redact(text: string): string;
}

const LONGEST_COMMENT = 500;

const REASONS: [Reason, string][] = [
  ["wrong", "reason_wrong"],
  ["unclear", "reason_unclear"],
  ["not_my_question", "reason_not_my_question"],
  ["incomplete", "reason_incomplete"],
];

export class Feedback {
  private readonly helped = drawnButton("helped", "helped", () => this.judge(true), { "aria-pressed": "false" });
  private readonly notHelped = drawnButton("notHelped", "not_helped", () => this.judge(false), {
    "aria-pressed": "false",
  });
  readonly buttons = [this.helped, this.notHelped];
  readonly form: HTMLFormElement;
  private readonly comment = el("textarea", {
    id: newId("comment"),
    rows: "2",
    maxlength: String(LONGEST_COMMENT),
    dir: "auto",
  });

  constructor(
    private readonly reply: string,
    private readonly desk: Desk,
    private readonly status: HTMLElement,
  ) {
    const hint = newId("comment-hint");
    this.comment.setAttribute("aria-describedby", hint);
    this.form = el(
      "form",
      { class: "feedback", hidden: true },
      reasons(),
      worded(el("label", { for: this.comment.id }), "comment"),
      worded(el("p", { id: hint, class: "hint" }), "comment_privacy"),
      this.comment,
      el(
        "div",
        { class: "row" },
        worded(el("button", { class: "primary", type: "submit" }), "feedback_send"),
        button("feedback_skip", () => this.close("feedback_thanks")),
      ),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.explain();
    });
  }

  private async judge(helpful: boolean): Promise<void> {
    if (!(await this.sent({ reply: this.reply, helpful }))) return;
    this.helped.setAttribute("aria-pressed", String(helpful));
    this.notHelped.setAttribute("aria-pressed", String(!helpful));
    this.form.hidden = helpful;
    this.status.textContent = say(helpful ? "feedback_thanks" : "feedback_why");
  }

  private async explain(): Promise<void> {
    const reason = new FormData(this.form).get("reason") as Reason | null;
    const comment = this.desk.redact(this.comment.value.trim());
    const why = { ...(reason && { reason }), ...(comment && { comment }) };
    if (await this.sent({ reply: this.reply, helpful: false, ...why })) this.close("feedback_thanks");
  }

  private async sent(given: Given): Promise<boolean> {
    try {
      await this.desk.give(given);
      return true;
    } catch {
      this.status.textContent = say("feedback_failed");
      return false;
    }
  }

  private close(word: string): void {
    // The form is about to go, and focus with it.
    this.notHelped.focus();
    this.form.hidden = true;
    this.status.textContent = say(word);
  }
}

function reasons(): HTMLElement {
  const choices = REASONS.map(([value, word]) => {
    const id = newId("reason");
    return el(
      "div",
      { class: "choice" },
      el("input", { id, type: "radio", name: "reason", value }),
      worded(el("label", { for: id }), word),
    );
  });
  return el("fieldset", {}, worded(el("legend"), "reason"), ...choices);
}
