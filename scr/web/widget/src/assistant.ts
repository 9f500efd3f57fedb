// Joins the parts: the conversation, what is shown of it, and how it opens and ends.

import { Api } from "./api";
import { Asking } from "./asking";
import { Closing, Warning } from "./closing";
import { Composer } from "./composer";
import type { Frame, Reply } from "./contract";
import { Conversation, Ended } from "./conversation";
import { Framing } from "./framing";
import { Guard } from "./guard";
import { Helpline } from "./helpline";
import { Idle } from "./idle";
import { forget, keep, kept } from "./kept";
import { followManner, forgetManner, suggestArea } from "./manner";
import { Menu } from "./menu";
import { Once } from "./once";
import { Panel } from "./panel";
import { print } from "./printing";
import { Problem } from "./problem";
import { type Actions, openingElement, replyElement, turnElements } from "./reply";
import { saveAsText } from "./saving";
import type { Settings } from "./settings";
import { Transcript } from "./transcript";
import { ENGLISH, type Places } from "./words";

export class Assistant {
  private readonly api: Api;
  private readonly framing: Framing;
  private readonly transcript = new Transcript();
  private readonly guard = new Guard();
  private readonly composer = new Composer({
    submit: () => this.asking.submit(),
    typed: (text) => this.typed(text),
  });
  private readonly problem = new Problem(() => this.composer.focus());
  private readonly helpline = new Helpline({
    fetch: (after) => this.conversation.news(after),
    told: (reply) => this.told(reply),
  });
  private readonly menu = new Menu({
    area: () => this.panel.showContact(),
    size: (size) => this.panel.showSize(size),
    language: (lang) => this.framing.change(lang),
    save: () => saveAsText(this.panel.title, this.conversation.turns),
    print: () => print(this.panel.title, this.conversation.turns, this.element),
    startAgain: () => this.startAgain(),
    end: () => this.end("ended"),
  });
  private readonly actions: Actions = {
    documentAddress: (document, paragraph) => this.api.documentAddress(document, paragraph),
    wording: (document, paragraphs) => this.api.wording(document, paragraphs),
    press: (text, event) => this.asking.press(text, event),
    signIn: (input) => this.asking.signIn(input),
    give: (given) => this.conversation.feedback(given),
    redact: (text) => this.guard.redact(text),
  };
  private readonly panel: Panel;
  private readonly asking: Asking;
  private readonly idle: Idle;
  private readonly closing = new Closing(() => this.startAgain());
  private conversation: Conversation;
  /** Asked before the conversation is open, a question waits for it. */
  private readonly opening = new Once(() => this.openConversation(this.conversation));
  private readonly warning = new Warning(() => this.stay());

  constructor(private readonly settings: Settings) {
    this.api = new Api(settings.origin);
    this.framing = new Framing(this.api, settings.lang, (frame) => this.use(frame));
    this.conversation = new Conversation(this.api);
    this.panel = new Panel(
      settings,
      {
        menuButton: this.menu.button,
        options: this.menu.element,
        body: [this.closing.element, this.transcript.element],
        foot: [this.problem.element, this.guard.element, this.helpline.element, this.composer.element],
      },
      { opened: (byPerson) => this.opened(byPerson), closed: () => this.menu.close() },
    );
    this.asking = new Asking({
      composer: this.composer,
      guard: this.guard,
      problem: this.problem,
      transcript: this.transcript,
      actions: this.actions,
      ready: () => this.opening.done(),
      follow: (reply) => this.follow(reply),
    });
    this.idle = new Idle(this.element, {
      warn: (minutes) => this.panel.warn(this.warning.saying(minutes, this.helpline.isOpen)),
      unwarn: () => this.warning.hide(),
      clear: () => this.end("idle_cleared", { minutes: this.idle.minutes }),
    });
  }

  get element(): HTMLElement {
    return this.panel.element;
  }

  /** Once everything stands on the page. */
  begin(): void {
    this.panel.showSize(kept("size") ?? "normal");
    suggestArea(this.settings.area);
    this.showManner();
    this.composer.text = kept("draft") ?? "";
    this.transcript.watch(this.element, () => this.composer.focus());
    // English is built in, so a page on which nobody opens the panel asks the server for nothing.
    if (this.framing.lang !== ENGLISH.id || kept("token")) this.framing.done().then(() => this.idle.check());
    if (this.settings.mode === "page") this.start();
    else if (kept("open") || this.settings.open) this.panel.open(false);
  }

  open(): void {
    this.panel.open(true);
  }

  close(): void {
    this.panel.close();
  }

  focusBox(): void {
    this.composer.focus();
  }

  private follow(reply: Reply): void {
    followManner(reply);
    this.showManner();
    this.helpline.follow(reply);
  }

  /** Word from the helpline, which comes whether anything was asked just now or not. */
  private told(reply: Reply): void {
    this.conversation.add(reply);
    this.transcript.begin(replyElement(reply, this.actions));
    this.panel.announce();
  }

  private showManner(): void {
    this.menu.showManner();
    this.panel.showContact();
  }

  /** What may hold an access code is kept nowhere. */
  private typed(text: string): void {
    this.guard.close();
    if (text && !this.guard.holdsCode(text)) keep("draft", text);
    else forget("draft");
  }

  private use(frame: Frame): void {
    this.panel.use(frame);
    this.composer.limit = frame.limit;
    this.idle.minutes = frame.idle_minutes;
    this.menu.follow(frame);
    if (frame.details) this.guard.follow(frame.details);
    this.typed(this.composer.text);
  }

  private opened(byPerson: boolean): void {
    this.start();
    if (byPerson) this.focusIn();
  }

  private focusIn(): void {
    (this.closing.isShown ? this.closing : this.composer).focus();
  }

  private async start(): Promise<void> {
    if (this.closing.isShown) return;
    try {
      await this.asking.saying("starting", this.opening.done());
    } catch (error) {
      if (!(error instanceof Ended)) this.problem.showFailure(error, () => this.restart());
    }
  }

  private restart(): void {
    this.problem.clear();
    this.start();
  }

  private async openConversation(conversation: Conversation): Promise<Conversation> {
    const frame = this.framing.done();
    // How long a conversation may lie idle stands in the frame.
    if (kept("token")) await frame;
    this.idle.check();
    if (conversation !== this.conversation) throw new Ended();
    const how = await conversation.open();
    if (how === "duplicated") this.composer.text = "";
    this.idle.alive();
    this.show(conversation, how === "restored");
    if (conversation.helpline) this.helpline.restore(conversation.helpline);
    await frame;
    return conversation;
  }

  private show({ turns }: Conversation, restored: boolean): void {
    const elements = turns.map((turn) => turnElements(turn, this.actions));
    const notice = this.settings.opening ? openingElement(this.settings.opening) : null;
    this.transcript.restore(restored ? elements : [], notice);
    if (!restored) for (const element of elements.flat()) this.transcript.begin(element);
  }

  private startAgain(): void {
    this.clear(() => {});
    this.closing.hide();
    this.composer.focus();
    this.start();
  }

  /** Clears the screen at once; the server follows, and the closing words with it. */
  private end(word: string, places: Places = {}): void {
    const hadFocus = this.panel.hasFocus;
    this.closing.show("clearing");
    this.clear((deleted) => this.closing.say(deleted ? word : "cleared_here", places));
    // Whoever comes next has chosen nothing.
    forgetManner();
    suggestArea(this.settings.area);
    this.showManner();
    if (hadFocus) this.closing.focus();
  }

  private clear(tell: (deleted: boolean) => void): void {
    this.conversation.end(tell);
    this.conversation = new Conversation(this.api);
    this.opening.forget();
    this.asking.reset();
    this.helpline.reset();
    this.guard.close();
    this.problem.clear();
    this.transcript.empty();
    this.composer.text = "";
    this.idle.check();
  }

  private stay(): void {
    this.idle.alive();
    if (this.panel.isOpen) this.focusIn();
  }
}
