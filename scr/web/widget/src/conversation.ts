// One conversation with the server, as this tab has it: opened, restored, renewed, ended. What is shown is others' concern.

import { type Api, Refusal } from "./api";
import { claim, release } from "./claim";
import type { Feedback, History, Message, News, Reply, Turn } from "./contract";
import { forgetConversation, keep, kept } from "./kept";
import { manner } from "./manner";

const TRIES_TO_REMOVE_AFTER_MS = [5_000, 30_000, 120_000];

/** Told of what comes while a message is answered. */
export interface Hearer {
  renewed(): void;
  reply(reply: Reply): void;
}

/** The person ended the conversation while something was still on its way. */
export class Ended extends Error {}

export class Conversation {
  /** All that stands on the screen, to be saved or printed. */
  turns: Turn[] = [];
  /** How a conversation that was restored stands with the helpline. */
  helpline: History["helpline"] | null = null;
  /** A message that has not been answered to its end, and what came of it so far. */
  private unsent: { id: string; turn: Turn } | null = null;
  private isEnded = false;

  constructor(private readonly api: Api) {}

  /** Goes on with what this tab had before a reload, or begins; a tab that was duplicated holds what is the other's. */
  async open(): Promise<"restored" | "begun" | "duplicated"> {
    const isDuplicated = kept("token") !== null && !(await claim(kept("claim") ?? ""));
    if (isDuplicated) forgetConversation();
    if (kept("token") && (await this.restore())) return "restored";
    this.turns = [{ text: null, replies: await this.begin() }];
    return isDuplicated ? "duplicated" : "begun";
  }

  /** Sends a message; the same text after a failure is the same message, so that it is not answered twice. */
  async ask(text: string, whole: boolean, hearer: Hearer): Promise<string | undefined> {
    if (this.unsent?.turn.text !== text) this.unsent = { id: newUuid(), turn: { text, replies: [] } };
    const { id, turn } = this.unsent;
    const message: Message = { id, text, ...manner() };
    const hear = (reply: Reply) => {
      if (this.isEnded) return;
      if (!turn.replies.length) this.turns.push(turn);
      turn.replies.push(reply);
      hearer.reply(reply);
    };
    const shown = await this.inLiveSession(hearer, () =>
      this.api.ask(kept("token"), message, whole, { replies: turn.replies, hear }),
    );
    this.unsent = null;
    turn.text = shown ?? text;
    return shown;
  }

  async access(code: string, hearer: Pick<Hearer, "renewed">): Promise<Reply[]> {
    const { replies } = await this.inLiveSession(hearer, () => this.api.access(kept("token"), code));
    this.turns.push({ text: null, replies });
    return replies;
  }

  /** What has come from the helpline after the word of that number. */
  news(after: number): Promise<News> {
    return this.unlessEnded(() => this.api.news(kept("token"), after));
  }

  /** A reply that nothing was asked for. */
  add(reply: Reply): void {
    this.turns.push({ text: null, replies: [reply] });
  }

  feedback(given: Feedback): Promise<void> {
    return this.api.feedback(kept("token"), given);
  }

  /** Forgets the conversation here at once and has the server delete it; `tell` hears after each try whether it could. */
  end(tell: (deleted: boolean) => void): void {
    const token = kept("token");
    this.isEnded = true;
    forgetConversation();
    release();
    if (token) this.remove(token, tell);
    else tell(true);
  }

  private async remove(
    token: string,
    tell: (deleted: boolean) => void,
    waits = TRIES_TO_REMOVE_AFTER_MS,
  ): Promise<void> {
    try {
      await this.api.remove(token);
      tell(true);
    } catch (error) {
      // A conversation that the server no longer knows is as good as deleted.
      const isGone = error instanceof Refusal && error.sessionExpired;
      tell(isGone);
      const [next, ...later] = waits;
      // A computer that wakes from sleep often has no network yet.
      if (next && !isGone) setTimeout(() => this.remove(token, tell, later), next);
    }
  }

  private async begin(): Promise<Reply[]> {
    const { token, replies } = await this.api.begin(manner());
    if (this.isEnded) {
      this.remove(token, () => {});
      throw new Ended();
    }
    const name = newUuid();
    keep("token", token);
    keep("claim", name);
    await claim(name);
    return replies;
  }

  /** Whether there was something to go on with; where nothing has been asked yet, the server keeps no greeting. */
  private async restore(): Promise<boolean> {
    try {
      const { turns, helpline } = await this.api.history(kept("token"));
      this.turns = turns;
      this.helpline = helpline;
      return this.turns.length > 0;
    } catch (error) {
      if (!(error instanceof Refusal && error.sessionExpired)) throw error;
      return false;
    }
  }

  private async inLiveSession<Answer>(hearer: Pick<Hearer, "renewed">, act: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.unlessEnded(act);
    } catch (error) {
      if (!(error instanceof Refusal && error.sessionExpired)) throw error;
      await this.begin();
      hearer.renewed();
      return this.unlessEnded(act);
    }
  }

  /** Whatever comes after the end, nobody waits for it any more. */
  private async unlessEnded<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    const answer = await act().catch((error: unknown) => {
      throw this.isEnded ? new Ended() : error;
    });
    if (this.isEnded) throw new Ended();
    return answer;
  }
}

// crypto.randomUUID is missing where a board serves the page without TLS inside its own network.
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
