import type { Id } from "./identity";
import { quoteIdentifier } from "./quoting";

/** The sequences in `nextval('public.users_id_seq'::regclass)`; one without a schema is in `home`. */
export function sequencesIn(expression: string, home: string): Id[] {
  return [...expression.matchAll(/nextval\('((?:[^']|'')+)'/gi)].map(([, quoted = ""]) => {
    const path = quoted.replaceAll("''", "'");
    return `sequence:${path.includes(".") ? path : `${quoteIdentifier(home)}.${path}`}` as const;
  });
}
