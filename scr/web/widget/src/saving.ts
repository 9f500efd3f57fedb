// Taking a conversation or an answer away: as text, to the clipboard, on paper.

import type { Reply, Turn } from "./contract";
import { el } from "./dom";
import { say } from "./words";

/** The word for who speaks. */
export function speaker({ passages }: Reply): "helpline" | "assistant" {
  return passages[0]?.kind === "helpline" ? "helpline" : "assistant";
}

/** A reply's words, each passage with its source. */
export function replyAsText({ passages }: Reply): string {
  return passages
    .map(({ text, citation }) => (citation ? `${text}\n${say("source")} ${citation.text}` : text))
    .join("\n\n");
}

export function conversationAsText(title: string, turns: Turn[]): string {
  const parts = turns.flatMap(({ text, replies }) => [
    ...(text === null ? [] : [`${say("you")}:\n${text}`]),
    ...replies.map((reply) => `${say(speaker(reply))}:\n${replyAsText(reply)}`),
  ]);
  return `${[title, savedOn(), ...parts, say("saved_note")].join("\n\n")}\n`;
}

export function savedOn(): string {
  return say("saved_on", { date: today() });
}

export function saveAsText(title: string, turns: Turn[]): void {
  const text = new Blob([conversationAsText(title, turns)], { type: "text/plain;charset=utf-8" });
  const href = URL.createObjectURL(text);
  el("a", { href, download: `scr-conversation-${today()}.txt` }).click();
  // Not at once: a browser may ask first where to save it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** Whether the text is on the clipboard now. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Missing without TLS, and in frames it may be forbidden.
    return copiedTheOldWay(text);
  }
}

function copiedTheOldWay(text: string): boolean {
  const before = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
  const box = el("textarea", { readonly: true }, text);
  box.style.setProperty("position", "fixed");
  box.style.setProperty("inset-block-start", "-10em");
  document.body.append(box);
  box.select();
  try {
    return document.execCommand("copy");
  } finally {
    box.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}

/** By the person's own calendar: 2026-01-31. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
