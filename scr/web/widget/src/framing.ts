// Fetching the frame around the chat, in the language that was chosen.

import type { Api } from "./api";
import type { Frame } from "./contract";
import { keep, kept } from "./kept";
import { Once } from "./once";
import { ENGLISH } from "./words";

export class Framing {
  private readonly frame = new Once(() => this.take(this.lang));

  constructor(
    private readonly api: Api,
    private readonly given: string,
    private readonly use: (frame: Frame) => void,
  ) {}

  get lang(): string {
    return kept("lang") || this.given || ENGLISH.id;
  }

  /** Waits for the frame. Where it does not come, one can ask all the same. */
  async done(): Promise<void> {
    try {
      await this.frame.done();
    } catch (error) {
      console.warn("scr-assistant: the frame did not arrive, so what is built in is used.", error);
    }
  }

  /** Whether it could be changed. */
  async change(lang: string): Promise<boolean> {
    try {
      await this.take(lang);
      keep("lang", lang);
      return true;
    } catch {
      return false;
    }
  }

  private async take(lang: string): Promise<void> {
    this.use(await this.api.frame(lang));
  }
}
