// The page on which a question is asked. The words that people read stand in index.html.

const LIMIT = 2000;
const NEAR_LIMIT = 200;
const PATIENCE_MS = 30000;
const PAUSE_IN_TYPING_MS = 1000;
const TOKEN_KEY = 'scr.token';
const WORTH_TRYING_AGAIN = [408, 429];

const element = (id) => document.getElementById(id);
const transcript = element('transcript');
const composer = element('composer');
const box = element('question');
const sendButton = element('send');
const newReplyButton = element('new-reply');
const problem = element('problem');
const statusLine = element('status');
const counter = element('counter');
const counterHeard = element('counter-heard');

function fromTemplate(name) {
  return element(`${name}-template`).content.firstElementChild.cloneNode(true);
}

// ---- The conversation on the server ----

class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence || '');
    this.status = status;
  }

  // Whatever the code says, a token that is refused is of no more use.
  get sessionExpired() {
    return this.status === 401;
  }

  get worthTryingAgain() {
    return this.status >= 500 || WORTH_TRYING_AGAIN.includes(this.status);
  }
}

// Some browsers forbid storage; the conversation then lasts as long as the page.
let tokenInMemory = null;

function readToken() {
  try {
    return sessionStorage.getItem(TOKEN_KEY) || tokenInMemory;
  } catch {
    return tokenInMemory;
  }
}

function keepToken(token) {
  tokenInMemory = token;
  try {
    sessionStorage.setItem(TOKEN_KEY, token);
  } catch {
    // Kept in memory above.
  }
}

// A proxy on the way may answer an error with a page of its own, which holds no sentence.
async function sentenceOf(response) {
  try {
    return (await response.json()).error;
  } catch {
    return '';
  }
}

async function call(method, path, { token, body } = {}) {
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(path, {
      method, headers, body: body && JSON.stringify(body), signal: patience.signal, cache: 'no-store',
    });
    if (!response.ok) throw new Refusal(response.status, await sentenceOf(response));
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

async function newSession() {
  const session = await call('POST', '/chat/session');
  keepToken(session.token);
  return session;
}

const post = (message) => call('POST', '/chat/messages', { token: readToken(), body: message });

// crypto.randomUUID is missing where a board serves the page without TLS inside its own network.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// ---- From text to elements, never through HTML ----

// No web addresses: those in the documents are old, and some now lead elsewhere.
const REACHABLE = /([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|\b(999|0\d[\d ]{7,11}\d)\b/g;

function link(href, text) {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}

function withLinks(parent, text) {
  let end = 0;
  for (const match of text.matchAll(REACHABLE)) {
    const [found, address, number] = match;
    const href = address ? `mailto:${address}` : `tel:${number.replace(/ /g, '')}`;
    parent.append(text.slice(end, match.index), link(href, found));
    end = match.index + found.length;
  }
  parent.append(text.slice(end));
  return parent;
}

function appendItem(parent, text) {
  const list = parent.lastElementChild && parent.lastElementChild.tagName === 'UL'
    ? parent.lastElementChild
    : parent.appendChild(document.createElement('ul'));
  list.append(withLinks(document.createElement('li'), text));
}

function appendText(parent, text) {
  for (const block of text.split(/\n\s*\n/)) {
    let sentence = [];
    const closeParagraph = () => {
      if (sentence.length) parent.append(withLinks(document.createElement('p'), sentence.join(' ')));
      sentence = [];
    };
    for (const line of block.split('\n').map((raw) => raw.trim()).filter(Boolean)) {
      if (line.startsWith('- ')) {
        closeParagraph();
        appendItem(parent, line.slice(2));
      } else {
        sentence.push(line);
      }
    }
    closeParagraph();
  }
}

function passageElement({ text, kind, citation }) {
  const passage = fromTemplate(['notice', 'urgent', 'wording', 'register'].includes(kind) ? kind : 'answer');
  appendText(passage.querySelector('.text'), text);
  if (citation) {
    const line = fromTemplate('citation');
    line.querySelector('cite').textContent = citation;
    passage.append(line);
  }
  return passage;
}

function buttonsElement(texts, label) {
  const group = fromTemplate('buttons');
  const legend = group.querySelector('legend');
  if (label) legend.textContent = label;
  else legend.remove();
  for (const text of texts) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', (event) => press(text, event));
    const item = document.createElement('li');
    item.append(button);
    group.querySelector('ul').append(item);
  }
  return group;
}

// Above the buttons: what the reply asks for comes before what else could be asked.
function accessFormElement() {
  const form = fromTemplate('access-code');
  const input = form.querySelector('input');
  // Several may stand in the transcript at once, and a label needs to know its own.
  input.id = `access-code-${newId()}`;
  form.querySelector('label').htmlFor = input.id;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim()) signIn(input);
  });
  return form;
}

function attachmentElement({ name, media_type: type, content }) {
  const line = fromTemplate('attachment');
  const anchor = line.querySelector('a');
  anchor.href = URL.createObjectURL(new Blob([content], { type }));
  anchor.download = name;
  anchor.append(` (${name})`);
  return line;
}

function replyElement({ passages, buttons, buttons_label: label, form, attachments }) {
  const reply = fromTemplate('reply');
  reply.append(...(passages || []).map(passageElement));
  reply.append(...(attachments || []).map(attachmentElement));
  if (form === 'access_code') reply.append(accessFormElement());
  if (buttons && buttons.length) reply.append(buttonsElement(buttons, label));
  return reply;
}

function turnElements({ text, replies }) {
  const elements = (replies || []).map(replyElement);
  if (text !== null && text !== undefined) {
    const question = fromTemplate('question');
    question.querySelector('.typed').textContent = text;
    elements.unshift(question);
  }
  return elements;
}

// ---- The transcript and the reader's place in it ----

// The first element of the turn added last: reading begins there, not at the turn's end.
let latest = null;

function readerIsAtLatest() {
  // Above the first turn there is nothing to have scrolled up to.
  if (!latest || latest === transcript.firstElementChild) return true;
  const foot = Math.min(window.innerHeight, composer.getBoundingClientRect().top);
  return transcript.getBoundingClientRect().bottom <= foot + 8 || latest.getBoundingClientRect().top <= foot / 2;
}

function append(elements) {
  transcript.append(...elements);
  latest = elements[0] || latest;
}

function showTurn(turn) {
  const follow = readerIsAtLatest();
  const isFirst = !latest;
  append(turnElements(turn));
  if (!follow) newReplyButton.hidden = false;
  else if (!isFirst) latest.scrollIntoView({ block: 'start' });
}

function goToNewReply() {
  newReplyButton.hidden = true;
  latest.scrollIntoView({ block: 'start' });
  latest.focus({ preventScroll: true });
}

function hideNewReplyOnceSeen() {
  if (newReplyButton.hidden || !readerIsAtLatest()) return;
  if (document.activeElement === newReplyButton) focusBox();
  newReplyButton.hidden = true;
}

function empty() {
  transcript.replaceChildren();
  latest = null;
  newReplyButton.hidden = true;
}

// ---- The box ----

const characters = (text) => Array.from(text).length;

let counterTimer = null;

function count() {
  const left = LIMIT - characters(box.value.trim());
  const words = left < 0 ? counter.dataset.over + -left : counter.dataset.left + left;
  counter.hidden = left > NEAR_LIMIT;
  counter.textContent = words;
  counter.classList.toggle('over', left < 0);
  if (left >= 0) box.removeAttribute('aria-invalid');
  // Read out once typing pauses: at every key it would drown the typing.
  clearTimeout(counterTimer);
  counterTimer = setTimeout(() => {
    counterHeard.textContent = counter.hidden ? '' : words;
  }, PAUSE_IN_TYPING_MS);
}

function focusBox() {
  box.focus({ preventScroll: true });
}

function clearBox() {
  box.value = '';
  count();
}

function retryButton(retry) {
  const button = fromTemplate('retry');
  button.addEventListener('click', () => {
    // The button is about to go, and focus with it.
    focusBox();
    retry();
  });
  return button;
}

function showProblem(sentence, retry) {
  problem.replaceChildren(sentence);
  if (retry) problem.append(retryButton(retry));
  // In a low window the box, and with it the problem, may be out of sight.
  problem.scrollIntoView({ block: 'nearest' });
}

function showFailure(error, retry) {
  const isRefusal = error instanceof Refusal;
  if (!isRefusal) console.error(error);
  let sentence = fromTemplate('unreachable');
  if (isRefusal && error.message) {
    sentence = document.createElement('p');
    withLinks(sentence, error.message);
  }
  showProblem(sentence, !isRefusal || error.worthTryingAgain ? retry : null);
}

function showStatus(name) {
  statusLine.textContent = name ? statusLine.dataset[name] : '';
}

// ---- What the person does ----

let busy = false;

// One thing at a time, so that a second press of a button does not ask a second time.
async function attempt(action, retry) {
  if (busy) return;
  busy = true;
  sendButton.setAttribute('aria-disabled', 'true');
  problem.replaceChildren();
  showStatus('working');
  try {
    await action();
  } catch (error) {
    showFailure(error, retry);
  } finally {
    busy = false;
    sendButton.removeAttribute('aria-disabled');
    showStatus(null);
  }
}

async function begin() {
  const { replies } = await newSession();
  transcript.setAttribute('aria-live', 'polite');
  empty();
  showTurn({ text: null, replies });
}

async function restore() {
  const { turns } = await call('GET', '/chat/messages', { token: readToken() });
  // What has been read out once is not read out again; the next question turns this back.
  transcript.setAttribute('aria-live', 'off');
  empty();
  turns.forEach((turn) => append(turnElements(turn)));
  // An older one has been answered, or passed over.
  const asked = transcript.lastElementChild && transcript.lastElementChild.querySelector('form.access');
  transcript.querySelectorAll('form.access').forEach((form) => form === asked || form.remove());
  if (turns.length > 1) latest.scrollIntoView({ block: 'start' });
}

async function open() {
  if (!readToken()) return begin();
  try {
    return await restore();
  } catch (error) {
    if (!(error instanceof Refusal && error.sessionExpired)) throw error;
    return begin();
  }
}

let opening = null;

// Asked before it is open, a question waits for it; after a failure it is tried anew.
function ensureOpen() {
  if (!opening) {
    opening = open().catch((error) => {
      opening = null;
      throw error;
    });
  }
  return opening;
}

async function start() {
  problem.replaceChildren();
  showStatus('starting');
  try {
    await ensureOpen();
  } catch (error) {
    showFailure(error, start);
  }
  if (!busy) showStatus(null);
}

let unsent = null;
let renewed = false;

// The same text after a failure is the same message: if it did arrive, it is not answered twice.
function messageFor(text) {
  if (!unsent || unsent.text !== text) unsent = { text, id: newId() };
  return unsent;
}

async function postInLiveSession(message) {
  try {
    return await post(message);
  } catch (error) {
    if (!(error instanceof Refusal && error.sessionExpired)) throw error;
    await newSession();
    renewed = true;
    return post(message);
  }
}

async function ask(text) {
  await ensureOpen();
  const { replies, shown } = await postInLiveSession(messageFor(text));
  unsent = null;
  transcript.setAttribute('aria-live', 'polite');
  if (renewed) transcript.append(fromTemplate('renewed'));
  renewed = false;
  // Only now: until it is answered, the text stays where it can be sent again.
  if (box.value.trim() === text) clearBox();
  // What was typed may be better not left on the screen: an access code.
  showTurn({ text: shown || text, replies });
}

function signIn(input) {
  attempt(async () => {
    await ensureOpen();
    const { replies } = await call('POST', '/chat/access', { token: readToken(), body: { code: input.value.trim() } });
    // One form at a time: whatever came of it, the reply to it has another where one is needed.
    transcript.querySelectorAll('form.access').forEach((form) => form.remove());
    transcript.setAttribute('aria-live', 'polite');
    showTurn({ text: null, replies });
    const another = latest.querySelector('form.access input');
    if (another) another.focus({ preventScroll: true });
    else focusBox();
  }, () => signIn(input));
}

function submit() {
  const text = box.value.trim();
  focusBox();
  if (characters(text) > LIMIT) {
    box.setAttribute('aria-invalid', 'true');
    showProblem(fromTemplate('too-long'));
  } else if (text) {
    attempt(() => ask(text), submit);
  }
}

function press(text, event) {
  // On a touch screen focus would raise the keyboard over the answer.
  if (event.pointerType !== 'touch') focusBox();
  const askIt = () => attempt(() => ask(text), askIt);
  askIt();
}

function startAgain() {
  focusBox();
  attempt(async () => {
    // An opening still under way would put its own transcript over the new one.
    await Promise.allSettled([opening]);
    await begin();
    opening = Promise.resolve();
    unsent = null;
    clearBox();
    window.scrollTo({ top: 0 });
  }, startAgain);
}

function sendOnEnter(event) {
  // While an input method composes, Enter chooses a character.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
}

// The composer covers the foot of the window, by as much as it is high.
function keepComposerHeight() {
  document.documentElement.style.setProperty('--composer-height', `${composer.offsetHeight}px`);
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener('keydown', sendOnEnter);
box.addEventListener('input', count);
element('start-again').addEventListener('click', startAgain);
newReplyButton.addEventListener('click', goToNewReply);
window.addEventListener('scroll', hideNewReplyOnceSeen, { passive: true });
new ResizeObserver(keepComposerHeight).observe(composer);

element('starting').hidden = true;
composer.hidden = false;
count();
start();
