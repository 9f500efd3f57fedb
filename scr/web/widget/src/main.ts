// The script of the widget: reads its own tag and puts the assistant onto the page, once.

import { Assistant } from "./assistant";
import { brand } from "./colour";
import { type Settings, settingsOf } from "./settings";
import styles from "./style.css";

const NAME = "scr-assistant";

class ScrAssistant extends HTMLElement {
  private assistant: Assistant | null = null;

  /** Not the constructor: elements that are being made may have neither attributes nor children. */
  mount(settings: Settings): void {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    const assistant = new Assistant(settings);
    this.assistant = assistant;
    if (settings.colour) {
      for (const [name, value] of Object.entries(brand(settings.colour)))
        assistant.element.style.setProperty(name, value);
    }
    root.append(assistant.element);
    assistant.begin();
    if (settings.mode === "page") this.takeLinks(assistant);
  }

  open(): void {
    this.assistant?.open();
  }

  close(): void {
    this.assistant?.close();
  }

  /** A page's own link to its place leads on to the box: a fragment alone cannot, for that is inside a shadow tree. */
  private takeLinks(assistant: Assistant): void {
    document.addEventListener("click", (event) => {
      if (!(event.target as Element).closest?.(`a[href="#${NAME}"]`)) return;
      event.preventDefault();
      assistant.focusBox();
    });
  }
}

function mount(settings: Settings): void {
  if (document.querySelector(NAME)) return;
  const assistant = document.createElement(NAME) as ScrAssistant;
  const place = settings.mode === "page" ? document.getElementById(NAME) : null;
  // What stands in its place is for where no script runs.
  if (place) place.replaceChildren(assistant);
  else document.body.append(assistant);
  assistant.mount(settings);
}

function start(): void {
  const script = document.currentScript;
  // A page may hold the script twice.
  if (!(script instanceof HTMLScriptElement) || customElements.get(NAME)) return;
  customElements.define(NAME, ScrAssistant);
  const settings = settingsOf(script);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => mount(settings));
  else mount(settings);
}

start();
