import { renderQuery } from "./literal";
import { places } from "./places";

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
  return (
    below(below(upText, places.before, before), places.after, after) + below(downText, places.after, undone)
  );
}

function below(text: string, place: string, statements: readonly string[]): string {
  if (statements.length === 0) return text;
  return text.replace(
    new RegExp(`^([ \\t]*)${place.replaceAll(/[.*+?()]/g, "\\$&")}$`, "m"),
    (line, indent) => [line, ...statements.map((sql) => renderQuery(sql, String(indent)))].join("\n\n"),
  );
}
