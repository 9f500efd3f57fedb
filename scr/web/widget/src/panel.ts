// What holds the conversation: a panel that a button opens over the page, or a part of a page made for it.

import type { Frame } from "./contract";
import { drawnButton } from "./controls";
import { el } from "./dom";
import { BUILT_IN } from "./frame";
import { keep } from "./kept";
import { area } from "./manner";
import type { Settings } from "./settings";
import { say, speak, worded } from "./words";

/** There the panel fills the screen; as in style.css. */
const FILLS_THE_SCREEN = "(max-width: 30em)";
const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

interface Content {
  menuButton: HTMLElement;
  options: HTMLElement;
  /** What was said, or what stands in its place. */
  body: HTMLElement[];
  foot: HTMLElement[];
}

interface Listener {
  opened(byPerson: boolean): void;
  closed(): void;
}

export class Panel {
  readonly element: HTMLElement;
  private readonly panel: HTMLElement;
  private readonly launcher: HTMLButtonElement | null;
  private readonly corner = el("div", { class: "corner" });
  private readonly contacts = worded(el("p"), "contacts_in_general");
  private frame = BUILT_IN;
  private readonly narrow = window.matchMedia(FILLS_THE_SCREEN);

  constructor(
    private readonly settings: Settings,
    content: Content,
    private readonly listener: Listener,
  ) {
    const isPanel = settings.mode === "panel";
    this.launcher = isPanel ? this.makeLauncher() : null;
    this.panel = el(
      "section",
      { class: "panel", "aria-labelledby": "title", hidden: isPanel, ...(isPanel && { role: "dialog" }) },
      this.sheet(content),
    );
    const { lang, dir } = this.frame;
    this.element = el("div", { class: `assistant in-${settings.mode} ${settings.position}`, lang, dir });
    if (this.launcher) this.corner.append(this.launcher);
    this.element.append(this.panel, ...(isPanel ? [this.corner] : []));
    if (isPanel) this.actAsDialog();
  }

  get title(): string {
    return this.settings.title || say("title");
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  get hasFocus(): boolean {
    return this.panel.matches(":focus-within");
  }

  open(byPerson: boolean): void {
    if (this.isOpen || !this.launcher) return;
    this.panel.hidden = false;
    this.corner.hidden = true;
    this.label("launcher");
    keep("open", "yes");
    this.listener.opened(byPerson);
  }

  close(): void {
    if (!this.isOpen || !this.launcher) return;
    const hadFocus = this.hasFocus;
    this.panel.hidden = true;
    this.corner.hidden = false;
    keep("open", "");
    if (hadFocus) this.launcher.focus();
    this.listener.closed();
  }

  /** From now on it speaks the frame's language. */
  use(frame: Frame): void {
    this.frame = frame;
    this.element.lang = frame.lang;
    this.element.dir = frame.dir;
    speak(frame.words, this.element);
    this.showContact();
  }

  /** Whom to call in the chosen area; no more than in general where the server has not said. */
  showContact(): void {
    const { areas, contact: inGeneral } = this.frame;
    const contact = areas.find(({ id }) => id === area())?.contact ?? inGeneral;
    if (contact) worded(this.contacts, "contacts", { contact });
  }

  showSize(size: string): void {
    this.element.dataset.size = size;
  }

  /** A warning has to be seen and heard where the panel is closed, too. */
  warn(warning: HTMLElement): void {
    if (this.isOpen) this.panel.querySelector(".foot")?.prepend(warning);
    else this.corner.prepend(warning);
  }

  /** Something has come that nobody may see: the panel is closed, or another tab is in front. */
  announce(): void {
    if (!this.isOpen) this.label("new_messages");
    // Of a page that is somebody else's the title is theirs.
    if (this.launcher || !document.hidden || document.title === say("new_messages")) return;
    const { title } = document;
    document.title = say("new_messages");
    const seen = () => {
      document.title = title;
    };
    document.addEventListener("visibilitychange", seen, { once: true });
  }

  /** What stands on the launcher. */
  private label(word: "launcher" | "new_messages"): void {
    const { title } = this.settings;
    const named = title && word === "launcher" ? el("span", {}, title) : worded(el("span"), word);
    this.launcher?.lastElementChild?.replaceWith(named);
  }

  private makeLauncher(): HTMLButtonElement {
    const { title } = this.settings;
    const launcher = drawnButton("speech", "launcher", () => this.open(true), {
      class: "launcher",
      "aria-haspopup": "dialog",
    });
    if (title) launcher.lastElementChild?.replaceWith(el("span", {}, title));
    return launcher;
  }

  private sheet(content: Content): HTMLElement {
    return el("div", { class: "sheet" }, ...(this.launcher ? this.overPage(content) : this.inPage(content)));
  }

  private overPage({ menuButton, options, body, foot }: Content): HTMLElement[] {
    const close = drawnButton("close", "close", () => this.close());
    const header = el("div", { class: "header" }, this.heading(), menuButton, close);
    const emergency = worded(el("p", { class: "emergency" }), "emergency");
    return [header, emergency, options, ...body, el("div", { class: "foot" }, ...foot), this.help()];
  }

  /** The page has a title and a line for emergencies of its own. The options are where one is: beside the box. */
  private inPage({ menuButton, options, body, foot }: Content): HTMLElement[] {
    const title = worded(el("h2", { id: "title", class: "heard-only" }), "conversation");
    const below = el("div", { class: "foot" }, ...foot, el("div", { class: "menu-row" }, menuButton), options);
    new ResizeObserver(() => this.element.style.setProperty("--foot-height", `${below.offsetHeight}px`)).observe(below);
    return [title, this.help(), ...body, below];
  }

  /** Always in the same place. Whom to call takes several lines, for which a wide page has room. */
  private help(): HTMLElement {
    const open = !this.launcher && !this.narrow.matches;
    return el("details", { class: "help", open }, worded(el("summary"), "talk"), this.contacts);
  }

  private heading(): HTMLElement {
    const heading = el("h2", { id: "title" });
    if (!this.settings.title) return worded(heading, "title");
    heading.textContent = this.settings.title;
    return heading;
  }

  private actAsDialog(): void {
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.close();
      if (event.key === "Tab" && this.narrow.matches) this.stayInside(event);
    });
    window.visualViewport?.addEventListener("resize", () => this.fitKeyboard());
    window.visualViewport?.addEventListener("scroll", () => this.fitKeyboard());
  }

  /** Where the panel fills the screen, focus would otherwise go to what it covers. */
  private stayInside(event: KeyboardEvent): void {
    const all = Array.from(this.panel.querySelectorAll<HTMLElement>(FOCUSABLE)).filter(isVisible);
    const [from, to] = event.shiftKey ? [all[0], all[all.length - 1]] : [all[all.length - 1], all[0]];
    if (!from?.matches(":focus")) return;
    event.preventDefault();
    to?.focus();
  }

  /** A keyboard on the screen covers what is below; browsers do not tell styles by how much. */
  private fitKeyboard(): void {
    const seen = window.visualViewport;
    // Magnified by pinching, the panel would shrink to the part that is seen.
    if (!seen || seen.scale > 1) return;
    this.element.style.setProperty("--seen-height", `${seen.height}px`);
    this.element.style.setProperty("--seen-top", `${seen.offsetTop}px`);
  }
}

/** Also not where a disclosure hides it, which older browsers do not tell. */
function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}
