// What the server sends. docs/ describes it for people; here it has types.

import type { DetailRules } from "./redaction";

export interface Citation {
  text: string;
  document: string;
  paragraphs: string[];
}

export interface Passage {
  text: string;
  kind: "answer" | "wording" | "notice" | "urgent" | "register" | "helpline";
  citation: Citation | null;
}

export interface Attachment {
  name: string;
  media_type: string;
  content: string;
}

export interface Reply {
  id: string;
  passages: Passage[];
  buttons: { name: string; text: string }[];
  buttons_label: string | null;
  form: "access_code" | null;
  attachments: Attachment[];
  area: string | null;
  plain: boolean;
  can_be_judged: boolean;
  /** The number under which the conversation is, or was, with a person, where the reply is about that. */
  handover: number | null;
}

/** How the conversation stands with the helpline: nobody was asked for, or how what was asked for last stands. */
export interface Standing {
  state: "waiting" | "taken" | "ended" | null;
  number: number | null;
}

/** What came from the helpline; words are numbered in the order in which they were written. */
export interface News extends Standing {
  words: { number: number; reply: Reply }[];
}

export interface History {
  turns: Turn[];
  /** `after`: the number of the last word that is among the turns. */
  helpline: Standing & { after: number };
}

/** What the person typed, or null where the assistant speaks first, and the replies to it. */
export interface Turn {
  text: string | null;
  replies: Reply[];
}

/** How replies are wanted: as chosen under Options. */
export interface Manner {
  area?: string;
  plain?: boolean;
}

export interface Message extends Manner {
  id: string;
  text: string;
}

export type Reason = "wrong" | "unclear" | "not_my_question" | "incomplete";

export interface Feedback {
  reply: string;
  helpful: boolean;
  reason?: Reason;
  comment?: string;
}

export interface Excerpt {
  document: { title: string; short_title: string; edition: string };
  paragraphs: { number: string; text: string }[];
}

export type Words = Record<string, string>;

/** All that the frame around the chat needs to know before anything is asked. */
export interface Frame {
  lang: string;
  dir: "ltr" | "rtl";
  words: Words;
  languages: { id: string; name: string }[];
  limit: number;
  idle_minutes: number;
  areas: { id: string; name: string; contact: string }[];
  /** Whom to call where no area is chosen, as a clause; each area has its own. */
  contact: string;
  details: DetailRules | null;
}
