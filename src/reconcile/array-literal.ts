/**
 * The elements of an array as PostgreSQL reads them: `{a b,"c"}` and `{"a b",c}` are one. Null for what is no plain list
 * of elements, such as an array of arrays.
 */
export function arrayElements(literal: string): string | null {
  const inside = /^\s*\{([\s\S]*)\}\s*$/.exec(literal)?.[1];
  if (inside === undefined) return null;
  if (inside.trim() === "") return "[]";
  const elements: (string | null)[] = [];
  const element = /\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^",{}\\]+?))\s*(,|$)/y;
  for (let more = true; more; ) {
    const found = element.exec(inside);
    if (found === null) return null;
    const [, quoted, plain, comma] = found;
    elements.push(
      quoted?.replaceAll(/\\([\s\S])/g, "$1") ?? (/^null$/i.test(plain ?? "") ? null : (plain ?? "")),
    );
    more = comma === ",";
  }
  return element.lastIndex === inside.length ? JSON.stringify(elements) : null;
}
