// How replies are wanted: for which area, and in plain language or not. Kept for the tab, chosen under Options.

import type { Manner, Reply } from "./contract";
import { forget, keep, kept } from "./kept";

const YES = "yes";

let asked: Manner = {};

export function area(): string {
  return kept("area") ?? "";
}

export function chooseArea(id: string): void {
  keep("area", id);
}

export function isPlain(): boolean {
  return kept("plain") === YES;
}

export function choosePlain(plain: boolean): void {
  keep("plain", plain ? YES : "");
}

/** The page that embeds the widget may know its area; the person has the last word. */
export function suggestArea(id: string): void {
  if (id && kept("area") === null) chooseArea(id);
}

export function forgetManner(): void {
  forget("area");
  forget("plain");
}

/** For the next message. */
export function manner(): Manner {
  asked = { plain: isPlain(), ...(area() && { area: area() }) };
  return asked;
}

/** A reply may be about another area than was chosen, or in plainer words; what was chosen since it was asked for stays. */
export function followManner(reply: Reply): void {
  const replied = reply.area ?? "";
  if (replied !== (asked.area ?? "")) chooseArea(replied);
  if (reply.plain !== asked.plain) choosePlain(reply.plain);
}
