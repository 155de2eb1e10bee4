/** TypeScript or JavaScript with its comments gone and its string literals taken out. */
export interface ScannedScript {
  /** Every literal stands as `⟨0⟩`, its index among the literals. */
  readonly code: string;
  /** As written, escapes resolved; `${…}` in a template literal stands as `hole`. */
  readonly literals: readonly string[];
}

/** What no name can contain. */
export const hole = "\u0000";

const literalOrComment =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|(?<=[(,=:;!&|?{}\n]\s*)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;

/** A lexical reading: good for finding what is written plainly, and blind to what is computed. */
export function scanScript(text: string): ScannedScript {
  const literals: string[] = [];
  const code = text.replace(literalOrComment, (found) => {
    if (found.startsWith("/")) return " ";
    literals.push(textOf(found));
    return `⟨${literals.length - 1}⟩`;
  });
  return { code, literals };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\n": "" };

function textOf(literal: string): string {
  const inside = literal.slice(1, -1);
  return inside.replace(/\\([\s\S])|\$\{[^}]*\}/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escapes[escaped] ?? escaped;
    return literal.startsWith("`") ? hole : found;
  });
}
