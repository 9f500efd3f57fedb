// The server, over HTTP. No cookies: the token is all that says whose conversation it is.

import type { Excerpt, Feedback, Frame, History, Manner, Message, News, Reply } from "./contract";
import { eventsOf } from "./stream";

const PATIENCE_MS = 30_000;
const WORTH_TRYING_AGAIN = [408, 429];

/** The server answered, and declined. Its message is a sentence for people, or empty where there was none. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }

  // Whatever the code says, a token that is refused is of no more use.
  get sessionExpired(): boolean {
    return this.status === 401;
  }

  get worthTryingAgain(): boolean {
    return this.status >= 500 || WORTH_TRYING_AGAIN.includes(this.status);
  }
}

interface Call {
  method?: "GET" | "POST" | "DELETE";
  token?: string | null;
  body?: object;
  accept?: string;
  /** The page may be on its way out, and the call should still arrive. */
  keepalive?: boolean;
}

type Hear = (reply: Reply) => void;

/** What came of a message so far, and whom to tell of more. */
interface Heard {
  readonly replies: readonly Reply[];
  hear: Hear;
}

export class Api {
  /** Some proxies hold a stream back or break it. Once one has, answers are asked for whole. */
  private streams = true;

  constructor(private readonly origin: string) {}

  /** The address of a document's page, at the cited paragraph. */
  documentAddress(document: string, paragraph: string | undefined): string {
    return `${this.origin}/documents/${encodeURIComponent(document)}${paragraph ? `#p${paragraph}` : ""}`;
  }

  frame(lang: string): Promise<Frame> {
    return this.read(`/widget/frame?lang=${encodeURIComponent(lang)}`, {});
  }

  wording(document: string, paragraphs: string[]): Promise<Excerpt> {
    const numbers = encodeURIComponent(paragraphs.join(","));
    return this.read(`/documents/${encodeURIComponent(document)}/paragraphs?numbers=${numbers}`, {});
  }

  begin(manner: Manner): Promise<{ token: string; replies: Reply[] }> {
    return this.read("/chat/session", { method: "POST", body: manner });
  }

  history(token: string | null): Promise<History> {
    return this.read("/chat/messages", { token });
  }

  news(token: string | null, after: number): Promise<News> {
    return this.read(`/chat/helpline?after=${after}`, { token });
  }

  access(token: string | null, code: string): Promise<{ replies: Reply[] }> {
    return this.read("/chat/access", { method: "POST", token, body: { code } });
  }

  async feedback(token: string | null, body: Feedback): Promise<void> {
    await this.call("/chat/feedback", { method: "POST", token, body });
  }

  async remove(token: string): Promise<void> {
    await this.call("/chat/messages", { method: "DELETE", token, keepalive: true });
  }

  /**
   * Sends a message and passes on each reply but those that were heard before: a message sent again brings the same ones,
   * from the first. What comes back is what to show in place of the message, if anything.
   */
  async ask(token: string | null, message: Message, whole: boolean, heard: Heard): Promise<string | undefined> {
    const post = { method: "POST", token, body: message } as const;
    if (this.streams && !whole) {
      try {
        return await this.askStreaming(post, anew(heard));
      } catch (error) {
        if (error instanceof Refusal) throw error;
        this.streams = false;
        if (!(error instanceof BrokenStream)) throw error;
      }
    }
    return allHeard(await this.read<Answer>("/chat/messages", post), anew(heard));
  }

  private async askStreaming(post: Call, hear: Hear): Promise<string | undefined> {
    const patience = new Patience();
    try {
      const response = await this.fetched("/chat/messages", { ...post, accept: "text/event-stream" }, patience);
      const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
      if (!isStream) return allHeard((await response.json()) as Answer, hear);
      return await answerIn(response, hear, patience);
    } finally {
      patience.end();
    }
  }

  private async read<Answered>(path: string, call: Call): Promise<Answered> {
    return (await this.call(path, call, (response) => response.json())) as Answered;
  }

  private async call(path: string, call: Call, read?: (response: Response) => Promise<unknown>): Promise<unknown> {
    const patience = new Patience();
    try {
      const response = await this.fetched(path, call, patience);
      return await read?.(response);
    } finally {
      patience.end();
    }
  }

  private async fetched(path: string, call: Call, patience: Patience): Promise<Response> {
    const headers: Record<string, string> = { Accept: call.accept ?? "application/json" };
    if (call.token) headers.Authorization = `Bearer ${call.token}`;
    if (call.body) headers["Content-Type"] = "application/json";
    const response = await fetch(this.origin + path, {
      method: call.method ?? "GET",
      headers,
      body: call.body ? JSON.stringify(call.body) : null,
      signal: patience.signal,
      credentials: "omit",
      cache: "no-store",
      keepalive: call.keepalive ?? false,
    });
    if (!response.ok) throw new Refusal(response.status, await sentenceOf(response));
    return response;
  }
}

/** How long an answer may keep us waiting; each sign of life starts it anew. */
class Patience {
  private readonly controller = new AbortController();
  private timer = 0;

  constructor() {
    this.renew();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  renew(): void {
    this.end();
    this.timer = window.setTimeout(() => this.controller.abort(), PATIENCE_MS);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

/** A stream that cannot be read, or that ended before it said so. */
class BrokenStream extends Error {}

interface Answer {
  replies: Reply[];
  shown?: string;
}

function anew({ replies, hear }: Heard): Hear {
  let count = 0;
  return (reply) => {
    count += 1;
    if (count > replies.length) hear(reply);
  };
}

function allHeard({ replies, shown }: Answer, hear: Hear): string | undefined {
  replies.forEach(hear);
  return shown;
}

async function answerIn(response: Response, hear: Hear, patience: Patience): Promise<string | undefined> {
  try {
    for await (const { name, data } of eventsOf(response.body as ReadableStream<Uint8Array>)) {
      patience.renew();
      if (name === "reply") hear(JSON.parse(data));
      if (name === "failed") throw new Refusal(503, JSON.parse(data).error ?? "");
      if (name === "done") return JSON.parse(data || "{}").shown;
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new BrokenStream();
  }
  throw new BrokenStream();
}

/** A proxy on the way may answer an error with a page of its own, which holds no sentence. */
async function sentenceOf(response: Response): Promise<string> {
  try {
    return (await response.json()).error ?? "";
  } catch {
    return "";
  }
}
