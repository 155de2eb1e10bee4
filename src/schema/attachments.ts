/**
 * What people hang on tables and views and no entity can say: a trigger, a policy, a rule. The tool never changes one,
 * but what it hangs on may have to be made anew under it.
 */
export interface Attachment {
  readonly kind: "trigger" | "policy" | "rule" | "rowSecurity";
  /** Of the table or view it is on. */
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** The columns that its text names, of its own relation and of others. */
  readonly columns: readonly AttachedTo[];
  /** What makes it as it is, its comment and state included. */
  readonly create: readonly string[];
  readonly drop: string;
}

export interface AttachedTo {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** `trigger audit on public.users` */
export const attachmentText = ({ kind, name, schema, table }: Attachment): string =>
  `${kind === "rowSecurity" ? "row security" : `${kind} ${name}`} on ${schema}.${table}`;
