/**
 * What people hang on tables and views and no entity can say: a trigger, a policy, a rule, statistics, what others may
 * do with a table. The tool never changes one, but what it hangs on may have to be made anew under it.
 */
export interface Attachment {
  readonly kind: "trigger" | "policy" | "rule" | "rowSecurity" | "statistics" | "grants";
  /** Of the table or view it is on. */
  readonly schema: string;
  readonly table: string;
  /** The table that this is a partition of, however far above; the table itself where it is none. */
  readonly whole: { readonly schema: string; readonly name: string };
  readonly name: string;
  /** The columns that its text names, of its own relation and of others, with those that they are inherited from. */
  readonly columns: readonly AttachedTo[];
  /** What makes it as it is, its comment and state included. */
  readonly create: readonly string[];
  /** Null for what PostgreSQL drops by itself, and nobody else can. */
  readonly drop: string | null;
}

export interface AttachedTo {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** What goes with its column without a word, as the column's comment does. Everything else keeps a column in its place. */
export const yields = ({ kind }: Attachment): boolean => kind === "statistics" || kind === "grants";

/** `trigger audit on public.users` */
export const attachmentText = ({ kind, name, schema, table }: Attachment): string =>
  `${kind === "rowSecurity" ? "row security" : `${kind} ${name}`} on ${schema}.${table}`;
