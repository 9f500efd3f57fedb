// Two tabs never share a conversation. A browser that duplicates a tab copies what the tab keeps, the conversation's token
// with it, so each tab claims its conversation before it goes on with it.

const CHANNEL = "scr-assistant";
/** A page that is reloaded may ask before its former self has let go. */
const RELOAD_MS = 300;
const ANSWER_MS = 150;

type LetGo = () => void;

let letGo: LetGo = () => {};

/** Whether the conversation of this name is this tab's from now on. */
export async function claim(name: string): Promise<boolean> {
  release();
  const held = (await hold(name)) ?? (await waited(RELOAD_MS).then(() => hold(name)));
  if (held) letGo = held;
  return held !== null;
}

export function release(): void {
  letGo();
  letGo = () => {};
}

async function hold(name: string): Promise<LetGo | null> {
  try {
    // Missing where a board serves the page without TLS inside its own network.
    if (navigator.locks) return await holdLock(name);
    return (await askOtherTabs(name)) ? null : answerOtherTabs(name);
  } catch {
    // A sandboxed frame may have neither; nor does it have anything that a tab could copy.
    return () => {};
  }
}

function holdLock(name: string): Promise<LetGo | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`${CHANNEL} ${name}`, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>(resolve);
        return resolve(null);
      })
      .catch(reject);
  });
}

/** Whether another tab says that it has the conversation. */
async function askOtherTabs(name: string): Promise<boolean> {
  const channel = new BroadcastChannel(CHANNEL);
  let taken = false;
  channel.onmessage = ({ data }) => {
    taken ||= data.taken === name;
  };
  channel.postMessage({ asks: name });
  await waited(ANSWER_MS);
  channel.close();
  return taken;
}

function answerOtherTabs(name: string): LetGo {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data.asks === name) channel.postMessage({ taken: name });
  };
  return () => channel.close();
}

function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
