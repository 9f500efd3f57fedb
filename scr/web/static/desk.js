// The desk, while one types: what the words come to stands beside them at once, and lists follow what colleagues do. All of it
// also works without this script, by the forms alone.
(() => {
  const PAUSE_MS = 40;
  const SAID_AFTER_MS = 900;
  const LOOK_EVERY_MS = 2000;
  const LOOK_AGAIN_AT_MOST_MS = 30_000;
  const FIELDS = ["role", "agency", "area", "reference", "urgency", "call_back"];
  const byId = (id) => document.getElementById(id);

  /** The server's answer as JSON; where nobody is signed in any more, the sign-in. */
  async function ask(address, options = {}) {
    const headers = { "X-Desk-Script": "1", ...options.headers };
    const response = await fetch(address, { ...options, headers });
    const answer = await response.json();
    if (response.status === 401) location.assign(answer.sign_in);
    if (!response.ok) throw new Error(answer.problem ?? String(response.status));
    return answer;
  }

  /** Puts new HTML into a part of the page and leaves what has the focus where it can be. */
  function replace(part, html) {
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const open = [...part.querySelectorAll("details")].map((details) => details.open);
    const key = focused && keyOf(focused);
    part.innerHTML = html;
    part.querySelectorAll("details").forEach((details, index) => {
      details.open = open[index] ?? false;
    });
    if (!focused) return;
    const still = [...part.querySelectorAll("a, button")].find((each) => keyOf(each) === key);
    if (still) return still.focus();
    // What is gone, as a need that was taken out, leaves the focus where it was and not at the top of the page.
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }

  function keyOf(element) {
    return element.getAttribute("href") ?? element.form?.getAttribute("action") + element.value;
  }

  // ---- A call ----

  function takeCalls(form) {
    const byHand = new Set(FIELDS.filter((name) => form.elements[name].value));
    const toggled = []; // What was put in or taken out and does not stand on the page yet.
    let underWay = null;
    let pause = 0;
    let saying = 0;

    const isBusy = (yes) => byId("heard").setAttribute("aria-busy", String(yes));

    const read = async () => {
      clearTimeout(pause);
      pause = 0;
      isBusy(true);
      underWay?.abort();
      underWay = new AbortController();
      const body = new URLSearchParams(new FormData(form));
      body.append("by_hand", "");
      for (const name of byHand) body.append("by_hand", name);
      for (const need of toggled) body.append("toggle", need);
      try {
        show(await ask(form.dataset.heard, { method: "POST", body, signal: underWay.signal }));
      } catch (error) {
        // A later reading takes its place, with what was toggled before it.
        if (error.name === "AbortError") return;
        byId("said").textContent = error.message;
      }
      toggled.length = 0;
      isBusy(pause !== 0);
    };

    const readSoon = () => {
      clearTimeout(pause);
      isBusy(true);
      pause = setTimeout(read, PAUSE_MS);
    };

    const toggle = (need) => {
      toggled.push(need);
      read();
    };

    const show = ({ heard, chosen, values, said }) => {
      replace(byId("heard"), heard);
      replace(byId("chosen"), chosen);
      for (const name of FIELDS) if (!byHand.has(name)) form.elements[name].value = values[name];
      clearTimeout(saying);
      saying = setTimeout(() => {
        byId("said").textContent = said;
      }, SAID_AFTER_MS);
    };

    form.classList.add("with-script");
    byId("words").addEventListener("input", readSoon);
    form.addEventListener("change", ({ target }) => {
      if (FIELDS.includes(target.name)) {
        byHand.add(target.name);
        read();
      }
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=toggle]");
      if (!button) return;
      event.preventDefault();
      toggle(button.value);
    });
    form.addEventListener("submit", () => {
      // The server reads it all once more, so nothing is lost that was typed or toggled a moment ago.
      for (const name of ["", ...byHand]) form.append(hidden("by_hand", name));
      for (const need of toggled) form.append(hidden("toggle", need));
      clearTimeout(pause);
    });
    document.addEventListener("keydown", (event) => {
      if (event.altKey && /^Digit[1-3]$/.test(event.code)) {
        const button = byId("heard").querySelectorAll("button[name=toggle]")[Number(event.code.at(-1)) - 1];
        event.preventDefault();
        if (button) toggle(button.value);
      } else if (event.ctrlKey && event.key === "Enter") {
        event.preventDefault();
        form.requestSubmit(byId("keep"));
      } else if (event.altKey && event.key === "Backspace") {
        event.preventDefault();
        byId("anew").click();
      }
    });
  }

  function hidden(name, value) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    return input;
  }

  // ---- What colleagues do, and what people write ----

  /** Asks again and again whether anything is new, more rarely while that fails or nobody looks. */
  function follow(look) {
    let wait = LOOK_EVERY_MS;
    const again = async () => {
      try {
        if (!document.hidden) await look();
        wait = LOOK_EVERY_MS;
      } catch {
        wait = Math.min(wait * 2, LOOK_AGAIN_AT_MOST_MS);
      }
      setTimeout(again, wait);
    };
    setTimeout(again, wait);
  }

  function followWaiting(lists) {
    follow(async () => {
      const { number } = await ask(lists.dataset.changes);
      if (String(number) === lists.dataset.number) return;
      const answer = await ask(lists.dataset.page);
      replace(lists, answer.waiting);
      byId("counts").textContent = answer.counts.trim();
      lists.dataset.number = answer.number;
    });
  }

  function followTranscript(transcript) {
    follow(async () => {
      const { last, version, transcript: html } = await ask(transcript.dataset.words);
      // Somebody else has it now, or it is over: what may be done with it stands elsewhere on the page.
      if (String(version) !== transcript.dataset.version && !byId("answer")?.value) return location.reload();
      if (String(last) === transcript.dataset.last) return;
      replace(transcript, html);
      transcript.dataset.last = last;
      byId("said").textContent = transcript.dataset.new;
    });
  }

  function answer(form) {
    form.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.key === "Enter") form.requestSubmit();
    });
  }

  const parts = { call: takeCalls, waiting: followWaiting, transcript: followTranscript, end: answer };
  for (const [id, begin] of Object.entries(parts)) if (byId(id)) begin(byId(id));
})();
