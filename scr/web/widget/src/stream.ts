// Server-sent events out of the body of an answer. The browser's own EventSource can neither post nor send a token.

export interface ServerEvent {
  name: string;
  data: string;
}

export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let unread = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      unread += decoder.decode(value, { stream: !done });
      const blocks = unread.split(/\r?\n\r?\n/);
      // What follows the last blank line has not come to its end.
      unread = blocks.pop() ?? "";
      for (const block of blocks) yield eventOf(block);
      if (done) return;
    }
  } finally {
    // Whoever stops reading wants no more of it; a body that broke off cannot be cancelled, and need not be.
    reader.cancel().catch(() => {});
  }
}

function eventOf(block: string): ServerEvent {
  const fields = (name: string) =>
    block
      .split(/\r?\n/)
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ""));
  return { name: fields("event").join("") || "message", data: fields("data").join("\n") };
}
