import { ts } from "@ts-morph/common";

/** What the compiler wrote, with two places made kinder than it writes them. */
export function adjustedOutput(source: ts.SourceFile, code: string): string {
  return withLenientDefaults(withLateClasses(source, code)).replace(/^\/\/# sourceMappingURL=.*$/m, "");
}

/**
 * Two entities of one file that name each other: the metadata of the first reads the class of the second before there
 * is one, which throws. Between two files the same reads undefined, and so it does here.
 */
function withLateClasses(source: ts.SourceFile, code: string): string {
  const names = source.statements
    .filter(ts.isClassDeclaration)
    .flatMap(({ name }) => (name ? [name.text] : []));
  if (names.length === 0) return code;
  const own = new RegExp(
    `(?<![.\\w$"])(${names.map((name) => name.replaceAll("$", "\\$")).join("|")})(?![\\w$"])`,
    "g",
  );
  return code.replace(/(?<=__metadata\("design:\w+", )(\[[^\]\n]*\]|[\w$]+)(?=\))/g, (value) =>
    value.replace(own, (name) => `(() => { try { return ${name}; } catch { return undefined; } })()`),
  );
}

/** `import typeorm from "typeorm"` in an ES module gives all of a CommonJS package that has no `default`. */
function withLenientDefaults(code: string): string {
  return code.replace(
    "return (mod && mod.__esModule) ? mod",
    'return (mod && mod.__esModule && "default" in mod) ? mod',
  );
}
