import { tokenize } from "../schema";

export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

/** Words that end the list of relations after FROM. */
const clauseWords = new Set(
  "select where group having order window union intersect except limit offset fetch for returning on using".split(
    " ",
  ),
);
const relationWords = new Set(["from", "join", "only", "table", "lateral"]);

/** The known relations that a query reads: names after FROM, JOIN and TABLE, and after the commas between them. */
export function relationsIn(
  query: string,
  known: readonly RelationName[],
  defaultSchema: string,
): RelationName[] {
  const mentioned = mentionedNames(tokenize(query));
  return known.filter(({ schema, name }) =>
    mentioned.some(
      (parts) =>
        parts.at(-1) === name && (parts.length === 1 ? schema === defaultSchema : parts.at(-2) === schema),
    ),
  );
}

/** Dotted names that stand where a relation can stand. */
function mentionedNames(tokens: readonly string[]): string[][] {
  const names: string[][] = [];
  // For every open parenthesis: whether a comma here separates relations.
  const lists = [false];
  let expected = false;
  for (let position = 0; position < tokens.length; position += 1) {
    const token = tokens[position] ?? "";
    if (token === "(") {
      lists.push(expected);
    } else if (token === ")") {
      lists.pop();
      expected = false;
    } else if (relationWords.has(token)) {
      lists[lists.length - 1] = true;
      expected = true;
    } else if (token === ",") {
      expected = lists.at(-1) ?? false;
    } else if (clauseWords.has(token)) {
      lists[lists.length - 1] = false;
      expected = false;
    } else if (expected) {
      const parts = dottedName(tokens, position);
      names.push(parts);
      position += (parts.length - 1) * 2;
      expected = false;
    }
  }
  return names;
}

function dottedName(tokens: readonly string[], start: number): string[] {
  const parts = [unquote(tokens[start] ?? "")];
  for (let at = start + 1; tokens[at] === "."; at += 2) parts.push(unquote(tokens[at + 1] ?? ""));
  return parts;
}

function unquote(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token;
}
