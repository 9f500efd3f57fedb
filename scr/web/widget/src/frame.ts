// The frame around the chat until the server's own has come: in English, with no areas and no rules for details.

import type { Frame } from "./contract";
import { ENGLISH } from "./words";

export const BUILT_IN: Frame = {
  lang: ENGLISH.id,
  dir: ENGLISH.dir,
  words: ENGLISH.words,
  languages: [{ id: ENGLISH.id, name: ENGLISH.name }],
  limit: 2000,
  idle_minutes: 30,
  areas: [],
  contact: "",
  details: null,
};
