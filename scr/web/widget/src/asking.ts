// From a question in the box, a button or an access code to the replies on the screen; and back into the box, if it fails.

import type { Composer } from "./composer";
import type { Reply } from "./contract";
import { type Conversation, Ended } from "./conversation";
import type { Guard } from "./guard";
import type { Problem } from "./problem";
import { type Actions, questionElement, replyElement } from "./reply";
import type { Transcript } from "./transcript";

/** A reply that comes sooner needs no word that it is coming. */
const PATIENCE_WITHOUT_A_WORD_MS = 400;

interface Parts {
  composer: Composer;
  guard: Guard;
  problem: Problem;
  transcript: Transcript;
  actions: Actions;
  /** Resolves once a conversation is open. */
  ready(): Promise<Conversation>;
  /** Replies may change how the next ones are wanted. */
  follow(reply: Reply): void;
}

interface Question {
  text: string;
  /** Typed, and not the words of a button. */
  typed: boolean;
  /** The person has decided about what the guard noticed. */
  decided: boolean;
}

export class Asking {
  private running: Promise<void> | null = null;
  /** The question on the screen that waits for its replies. */
  private shown: { text: string; element: HTMLElement; isAnswered: boolean } | null = null;
  /** What is under way and takes a while: the earliest stands first, and what came after waits for it. */
  private said = new Set<string>();

  constructor(private readonly parts: Parts) {}

  submit(): void {
    const { composer, problem } = this.parts;
    const { text } = composer;
    composer.focus();
    if (composer.isTooLong) {
      composer.refuse();
      problem.show("too_long", null, { limit: composer.limit });
    } else if (text) {
      this.ask({ text, typed: true, decided: false });
    }
  }

  press(text: string, event: MouseEvent): void {
    // On a touch screen focus would raise the keyboard over the answer.
    if ((event as PointerEvent).pointerType !== "touch") this.parts.composer.focus();
    this.ask({ text, typed: false, decided: true });
  }

  signIn(input: HTMLInputElement): void {
    this.attempt(
      async () => {
        const conversation = await this.parts.ready();
        const renewed = () => this.parts.transcript.divide("renewed", null);
        this.showSignedIn(await conversation.access(input.value.trim(), { renewed }));
      },
      () => this.signIn(input),
    );
  }

  /** One thing at a time, so that a second press of a button does not ask a second time. */
  private async attempt(action: () => Promise<void>, retry: () => void): Promise<void> {
    // What is pressed in a reply that stands there already is meant, though the turn has not quite come to its end.
    if (this.shown?.isAnswered) await this.running;
    if (this.running) return;
    const mine = this.carryOut(action, retry);
    this.running = mine;
    await mine;
    if (this.running === mine) this.running = null;
  }

  private async carryOut(action: () => Promise<void>, retry: () => void): Promise<void> {
    const { problem } = this.parts;
    problem.clear();
    try {
      await this.saying("working", action());
    } catch (error) {
      if (!(error instanceof Ended)) problem.showFailure(error, retry);
    }
  }

  /** Says what is under way, once it takes a while. */
  async saying<Result>(word: string, underWay: Promise<Result>): Promise<Result> {
    // What is forgotten by `reset` may come to its end later, and then has nothing to say.
    const { said } = this;
    const waiting = setTimeout(() => {
      said.add(word);
      this.sayEarliest();
    }, PATIENCE_WITHOUT_A_WORD_MS);
    try {
      return await underWay;
    } finally {
      clearTimeout(waiting);
      said.delete(word);
      this.sayEarliest();
    }
  }

  private sayEarliest(): void {
    const [earliest = null] = this.said;
    this.parts.composer.showStatus(earliest);
  }

  /** Whatever is under way is no longer waited for. */
  reset(): void {
    this.running = null;
    this.shown = null;
    this.said = new Set();
    this.sayEarliest();
  }

  private ask(question: Question): void {
    this.attempt(
      async () => {
        const conversation = await this.parts.ready();
        this.parts.guard.close();
        if (!this.isStopped(question)) await this.deliver(question, conversation);
      },
      () => this.ask(question),
    );
  }

  private isStopped({ text, decided }: Question): boolean {
    const { composer, guard } = this.parts;
    const details = decided ? [] : guard.objectionsTo(text);
    if (!details.length) return false;
    guard.show(text, details, {
      send: (redacted) => {
        composer.text = redacted;
        composer.focus();
        this.ask({ text: redacted, typed: true, decided: true });
      },
      change: () => {
        composer.focus();
        guard.close();
      },
    });
    return true;
  }

  private async deliver({ text, typed }: Question, conversation: Conversation): Promise<void> {
    const { composer, guard, transcript } = this.parts;
    // An access code goes onto the screen neither now nor later, so the server's word for it is waited for.
    const whole = guard.holdsCode(text);
    const held: Reply[] = [];
    if (!whole) this.showQuestion(text, typed);
    try {
      const shown = await conversation.ask(text, whole, {
        renewed: () => transcript.divide("renewed", this.shown?.element ?? null),
        reply: (reply) => (whole ? held.push(reply) : this.showReply(reply)),
      });
      if (whole) this.showQuestion(shown ?? text, false);
      if (whole && typed) composer.takeOut(text);
      held.forEach((reply) => {
        this.showReply(reply);
      });
      if (shown && this.shown) questionText(this.shown.element).textContent = shown;
      this.shown = null;
    } catch (error) {
      if (!(error instanceof Ended)) this.takeBack(typed);
      throw error;
    }
  }

  private showQuestion(text: string, typed: boolean): void {
    // A question whose replies broke off half-way stands there already.
    if (this.shown?.text === text) return;
    this.shown = { text, element: questionElement(text), isAnswered: false };
    this.parts.transcript.begin(this.shown.element);
    if (typed) this.parts.composer.takeOut(text);
  }

  private showReply(reply: Reply): void {
    if (this.shown) this.shown.isAnswered = true;
    this.parts.transcript.goOn(replyElement(reply, this.parts.actions));
    this.parts.follow(reply);
  }

  private takeBack(typed: boolean): void {
    if (!this.shown || this.shown.isAnswered) return;
    this.parts.transcript.takeBack(this.shown.element);
    if (typed) this.parts.composer.putBack(this.shown.text);
    this.shown = null;
  }

  private showSignedIn(replies: Reply[]): void {
    const { composer, transcript, actions } = this.parts;
    // Whatever came of it, the reply to it has another form where one is needed.
    transcript.removeForms();
    const [first, ...others] = replies.map((reply) => replyElement(reply, actions));
    if (first) transcript.begin(first);
    for (const other of others) transcript.goOn(other);
    const another = transcript.lastMessage?.querySelector<HTMLInputElement>("form.access input");
    if (another) another.focus();
    else composer.focus();
  }
}

function questionText(question: HTMLElement): Element {
  return question.querySelector(".typed") as Element;
}
