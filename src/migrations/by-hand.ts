import { languages } from "./language";
import { renderQuery } from "./literal";
import { type Place, placeMark } from "./places";

/** Statements for the places of a generated migration that are a person's. */
export interface ByHand {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** After what `down` does. */
  readonly undone: readonly string[];
}

/** The text with these statements where a person would write them: the tool does not take them for its own. */
export function withByHand(text: string, { before, after, undone }: ByHand): string {
  const down = text.search(/(?<!\w)down\s*\(/);
  const [upText, downText] = [text.slice(0, down), text.slice(down)];
  return below(below(upText, "before", before), "after", after) + below(downText, "after", undone);
}

function below(text: string, place: Place, statements: readonly string[]): string {
  if (statements.length === 0) return text;
  return text.replace(new RegExp(`^([ \\t]*)${placeMark(place, languages.ts)}$`, "m"), (line, indent) =>
    [line, ...statements.map((sql) => renderQuery(sql, String(indent)))].join("\n\n"),
  );
}
