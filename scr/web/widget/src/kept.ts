// What a browser tab keeps until it is closed, and no other tab sees.

type Name = "token" | "claim" | "seen" | "draft" | "area" | "plain" | "size" | "lang" | "open";

/** What belongs to one conversation, and goes with it; how somebody likes to read stays. */
const OF_A_CONVERSATION: Name[] = ["token", "claim", "seen", "draft"];

// Some browsers forbid storage; what is kept then lasts as long as the page.
const memory = new Map<string, string>();

const key = (name: Name) => `scr.${name}`;

export function kept(name: Name): string | null {
  try {
    return sessionStorage.getItem(key(name)) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function keep(name: Name, value: string): void {
  memory.set(name, value);
  try {
    sessionStorage.setItem(key(name), value);
  } catch {
    // Kept in memory above.
  }
}

export function forget(name: Name): void {
  memory.delete(name);
  try {
    sessionStorage.removeItem(key(name));
  } catch {
    // Nothing was kept there.
  }
}

export function forgetConversation(): void {
  OF_A_CONVERSATION.forEach(forget);
}
