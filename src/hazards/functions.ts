import type { Footing } from "../catalog";
import { type Attachment, namesIn, qualify } from "../schema";

/** A function whose text PostgreSQL reads only when it is called. */
export interface FunctionText {
  /** `public.stamp()` */
  readonly name: string;
  /** What its text names, words of the language among it. */
  readonly names: ReadonlySet<string>;
  /** Paths of the tables whose triggers call it. */
  readonly calledBy: readonly string[];
}

/** What was made with `BEGIN ATOMIC` is no text: PostgreSQL knows what it is about. */
const body = /\sAS (\$\w*\$)([\s\S]*)\1/;

export function functionTexts(
  foundation: readonly Footing[],
  attachments: readonly Attachment[],
): FunctionText[] {
  return foundation.flatMap(({ name: signature, sql }) => {
    const [, name = ""] = /^(?:function|procedure) (.*)$/s.exec(signature) ?? [];
    const [, , text] = body.exec(sql ?? "") ?? [];
    if (name === "" || text === undefined) return [];
    const call = `EXECUTE FUNCTION ${name.slice(0, name.indexOf("("))}(`;
    const calling = attachments.filter(
      (each) => each.kind === "trigger" && each.create.some((text) => text.includes(call)),
    );
    return [
      { name, names: namesIn(text), calledBy: calling.map(({ schema, table }) => qualify(schema, table)) },
    ];
  });
}
