// A reply as elements: its passages, what can be done with them, and what can be asked next.

import type { Attachment, Passage, Reply, Turn } from "./contract";
import { button, statusLine } from "./controls";
import { el, newId } from "./dom";
import { type Desk, Feedback } from "./feedback";
import { copied, replyAsText, speaker } from "./saving";
import { type Sources, source } from "./source";
import { appendText } from "./text";
import { say, worded } from "./words";

/** Answers are in English, whatever the language of the frame. */
export const ANSWERS = { lang: "en-GB", dir: "ltr" };

/** What can be done from inside a reply. */
export interface Actions extends Sources, Desk {
  press(text: string, event: MouseEvent): void;
  signIn(input: HTMLInputElement): void;
}

/** What the page that embeds the widget says before anything else. */
export function openingElement(text: string): HTMLElement {
  const notice = el("div", { class: "notice text", dir: "auto" });
  appendText(notice, text);
  return notice;
}

export function turnElements({ text, replies }: Turn, actions: Actions): HTMLElement[] {
  const question = text === null ? [] : [questionElement(text)];
  return [...question, ...replies.map((reply) => replyElement(reply, actions))];
}

export function questionElement(text: string): HTMLElement {
  return el(
    "div",
    { class: "message from-you", tabindex: "-1" },
    worded(el("h3"), "you"),
    el("p", { class: "typed", dir: "auto" }, text),
  );
}

export function replyElement(reply: Reply, actions: Actions): HTMLElement {
  const message = el("div", { class: "message from-assistant", tabindex: "-1" }, worded(el("h3"), speaker(reply)));
  message.append(...reply.passages.map((passage) => passageElement(passage, actions)));
  message.append(...reply.attachments.map(attachmentElement));
  if (reply.form === "access_code") message.append(accessForm(actions));
  // A greeting or a notice is nothing to be judged or taken away.
  if (reply.can_be_judged) message.append(tools(reply, actions));
  const offered = reply.buttons.filter(({ name }) => name !== "show_wording");
  if (offered.length) message.append(offer(offered, reply.buttons_label, actions));
  return message;
}

function passageElement({ text, kind, citation }: Passage, actions: Actions): HTMLElement {
  const passage = el("div", { class: `passage ${kind}` });
  if (kind === "urgent") passage.append(worded(el("p", { class: "mark" }), "urgent"));
  if (kind === "wording") passage.append(worded(el("p", { class: "mark" }), "word_for_word"));
  const block = el(kind === "wording" ? "blockquote" : "div", { class: "text", ...ANSWERS });
  appendText(block, text);
  passage.append(block);
  // What is the wording already has no more to show.
  if (citation) passage.append(...source(citation, kind !== "wording", actions));
  return passage;
}

function attachmentElement({ name, media_type: type, content }: Attachment): HTMLElement {
  const href = URL.createObjectURL(new Blob([content], { type }));
  return el("p", { class: "attachment" }, worded(el("a", { href, download: name }), "calendar_file", { name }));
}

/** Above the buttons: what the reply asks for comes before what else could be asked. */
function accessForm(actions: Actions): HTMLElement {
  const [id, hint] = [newId("access-code"), newId("access-hint")];
  const input = el("input", {
    id,
    type: "text",
    name: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    maxlength: "60",
    enterkeyhint: "go",
    dir: "ltr",
    "aria-describedby": hint,
  });
  const form = el(
    "form",
    { class: "access", method: "post", autocomplete: "off" },
    worded(el("label", { for: id }), "access_code"),
    worded(el("p", { id: hint, class: "hint" }), "access_code_hint"),
    input,
    worded(el("button", { class: "primary", type: "submit" }), "sign_in"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) actions.signIn(input);
  });
  return form;
}

function tools(reply: Reply, { give, redact }: Actions): HTMLElement {
  const status = statusLine();
  const copy = button("copy", async () => {
    const done = await copied(replyAsText(reply));
    status.textContent = say(done ? "copied" : "copy_failed");
  });
  const feedback = new Feedback(reply.id, { give, redact }, status);
  // The log reads out new messages; what is pressed here speaks for itself, in the line for it.
  return el(
    "div",
    { class: "tools", "aria-live": "off" },
    el("div", { class: "row" }, ...feedback.buttons, copy, status),
    feedback.form,
  );
}

function offer(buttons: Reply["buttons"], label: string | null, actions: Actions): HTMLElement {
  const items = buttons.map(({ text }) => {
    const press = el("button", { type: "button" }, text);
    press.addEventListener("click", (event) => actions.press(text, event));
    return el("li", {}, press);
  });
  const group = el("fieldset", { class: "buttons", ...ANSWERS });
  if (label) group.append(el("legend", {}, label));
  group.append(el("ul", { class: "offers" }, ...items));
  return group;
}
