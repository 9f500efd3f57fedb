// Identifying details of a person in a text: found, and replaced. As scr/rules/redaction.py does it, step by step; the
// expressions and the lists of names come from there. A test puts the same texts through both.

/** A regular expression of the server's, already in JavaScript's syntax. */
export interface Expression {
  source: string;
  flags: string;
}

export interface DetailRules {
  patterns: (Expression & { kind: string })[];
  reference: Expression;
  several_names: Expression;
  titled: Expression;
  any_word: Expression;
  code?: Expression;
  strong: string[];
  first_names: string[];
  not_names: string[];
}

/** A stretch of a text, from `start` up to `end`, that may identify somebody. */
export interface Detail {
  kind: string;
  start: number;
  end: number;
}

const NAME = "name";
const ALONE_ENOUGH = ["date of birth", "NHS number"];
// Python's idea of a space, which is not quite that of trim().
const SPACES = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
const LEADING = new RegExp(`^${SPACES}`);
const TRAILING = new RegExp(`${SPACES}$`);

export class Redactor {
  private readonly patterns: { kind: string; pattern: RegExp }[];
  private readonly reference: RegExp;
  private readonly severalNames: RegExp;
  private readonly titled: RegExp;
  private readonly anyWord: RegExp;
  private readonly strong: Set<string>;
  private readonly firstNames: Set<string>;
  private readonly notNames: Set<string>;

  constructor(rules: DetailRules) {
    this.patterns = rules.patterns.map(({ kind, ...expression }) => ({ kind, pattern: compiled(expression) }));
    this.reference = compiled(rules.reference);
    this.severalNames = compiled(rules.several_names);
    this.titled = compiled(rules.titled);
    this.anyWord = compiled(rules.any_word);
    this.strong = new Set(rules.strong);
    this.firstNames = new Set(rules.first_names);
    this.notNames = new Set(rules.not_names);
  }

  /** What may identify somebody, in order, not overlapping; of a name that runs into another detail, what is left. */
  details(text: string): Detail[] {
    const references = [...text.matchAll(this.reference)].map((match) => span(match));
    const kept: Detail[] = [];
    for (const detail of [...this.byPattern(text), ...this.names(text)]) {
      const taken = [...references, ...kept].sort((one, other) => one.start - other.start || one.end - other.end);
      for (const piece of outside(detail, taken, text)) kept.push({ kind: detail.kind, ...piece });
    }
    return kept.sort((one, other) => one.start - other.start);
  }

  /** The text with every detail replaced by its kind in square brackets. */
  redact(text: string): string {
    return this.details(text).reduceRight(
      (left, { kind, start, end }) => `${left.slice(0, start)}[${kind}]${left.slice(end)}`,
      text,
    );
  }

  /** A name stands together with something that says which person of that name, or a strong detail stands alone. */
  identifiesSomebody(text: string): boolean {
    const kinds = new Set(this.details(text).map(({ kind }) => kind));
    if (ALONE_ENOUGH.some((kind) => kinds.has(kind))) return true;
    return kinds.has(NAME) && [...this.strong, "date"].some((kind) => kinds.has(kind));
  }

  private *byPattern(text: string): Generator<Detail> {
    for (const { kind, pattern } of this.patterns) {
      for (const match of text.matchAll(pattern)) yield { kind, ...span(match) };
    }
  }

  private *names(text: string): Generator<Detail> {
    for (const match of text.matchAll(this.severalNames)) yield* this.capitalised(match);
    for (const match of text.matchAll(this.titled)) {
      const name = match.groups?.name ?? "";
      const { end } = span(match);
      // The name ends the match; where a group stands, older browsers do not say.
      if (!this.notNames.has(name.toLowerCase())) yield { kind: NAME, start: end - name.length, end };
    }
    yield* this.firstNamesIn(text);
  }

  private *firstNamesIn(text: string): Generator<Detail> {
    const words = [...text.matchAll(this.anyWord)];
    for (const [index, word] of words.entries()) {
      if (!this.isFirstName(word[0])) continue;
      const { start, end } = span(word);
      const following = words[index + 1];
      const adjoins = following && text.slice(end, following.index) === " ";
      const surname = adjoins && this.mayBeSurname(word[0], following[0]);
      yield { kind: NAME, start, end: surname ? span(following).end : end };
    }
  }

  /** Runs of two or more capitalised words that are not words of the trade. */
  private *capitalised(names: RegExpMatchArray): Generator<Detail> {
    const offset = names.index ?? 0;
    let run: RegExpMatchArray[] = [];
    for (const word of [...names[0].matchAll(this.anyWord), null]) {
      if (word && !this.notNames.has(word[0].toLowerCase())) {
        run.push(word);
        continue;
      }
      const [first, last] = [run[0], run[run.length - 1]];
      if (first && last && first !== last) {
        yield { kind: NAME, start: offset + span(first).start, end: offset + span(last).end };
      }
      run = [];
    }
  }

  private isFirstName(word: string): boolean {
    return word
      .toLowerCase()
      .split(/[-'’]/)
      .some((part) => this.firstNames.has(part));
  }

  /** A capitalised word after a first name; in lower-case typing, where nothing tells, the next word too. */
  private mayBeSurname(first: string, word: string): boolean {
    if (this.notNames.has(word.toLowerCase())) return false;
    if (/^\p{Uppercase}/u.test(word)) return true;
    return isLower(first) && isLower(word) && Array.from(word).length > 3 && !word.endsWith("s");
  }
}

function compiled({ source, flags }: Expression): RegExp {
  return new RegExp(source, flags);
}

function span(match: RegExpMatchArray): { start: number; end: number } {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

function isLower(word: string): boolean {
  return /\p{Lowercase}/u.test(word) && !/[\p{Uppercase}\p{Lt}]/u.test(word);
}

/** The parts of a stretch that lie in none of the others, less spaces at their ends. */
function* outside(
  stretch: { start: number; end: number },
  taken: { start: number; end: number }[],
  text: string,
): Generator<{ start: number; end: number }> {
  let { start } = stretch;
  const { end } = stretch;
  const beyond = { start: end, end };
  for (const other of [...taken, beyond]) {
    if (other.end <= start && other !== beyond) continue;
    const stop = Math.min(end, Math.max(start, other.start));
    const piece = text.slice(start, stop);
    const leading = length(LEADING, piece);
    if (leading < piece.length) yield { start: start + leading, end: stop - length(TRAILING, piece) };
    start = Math.max(start, other.end);
    if (start >= end) return;
  }
}

function length(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}
