import type { Grant } from "./objects";

/**
 * What people hang on tables and views and no entity can say: a trigger, a policy, a rule, statistics, what others may
 * do with a table. The tool never changes one, but what it hangs on may have to be made anew under it.
 */
export type Attachment =
  | TextAttachment
  | RowSecurity
  | Grants
  | StatisticsTarget
  | ColumnSettings
  | ReplicaIdentity
  | Clustering
  | Publication;

interface Hanging {
  /** Of the table or view it is on. */
  readonly schema: string;
  readonly table: string;
  /** The table that this is a partition of, however far above; the table itself where it is none. */
  readonly whole: { readonly schema: string; readonly name: string };
  /** Of a column's settings and of what others may do with it, the column's; that of a publication; empty for what has none. */
  readonly name: string;
  /** The columns that it names, of its own relation and of others, with those that they are inherited from. */
  readonly columns: readonly AttachedTo[];
}

/** What only PostgreSQL can write anew under other names. */
export interface TextAttachment extends Hanging {
  readonly kind: "trigger" | "policy" | "rule" | "statistics";
  /** What makes it as it is, its comment and state included. */
  readonly create: readonly string[];
  readonly drop: string;
}

export interface RowSecurity extends Hanging {
  readonly kind: "rowSecurity";
  /** For the table's owner too. */
  readonly forced: boolean;
}

/** On a table, or on a column of it. */
export interface Grants extends Hanging {
  readonly kind: "grants";
  readonly grants: readonly Grant[];
}

/** How closely statistics look. They lose it wherever a column of theirs gets another type. */
export interface StatisticsTarget extends Hanging {
  readonly kind: "statisticsTarget";
  readonly target: number;
}

/** How a column is kept and looked at. */
export interface ColumnSettings extends Hanging {
  readonly kind: "columnSettings";
  /** Null for what is usual, here and below. */
  readonly statistics: number | null;
  readonly storage: string | null;
  readonly compression: string | null;
  /** `n_distinct=5` and the like. */
  readonly options: readonly string[];
}

/** By what those who follow the table's changes know its rows, where it is not the primary key. */
export interface ReplicaIdentity extends Hanging {
  readonly kind: "replicaIdentity";
  readonly how: "FULL" | "NOTHING" | { readonly index: string };
}

/** The index that CLUSTER sorts the table by. */
export interface Clustering extends Hanging {
  readonly kind: "clustering";
  readonly index: string;
}

export interface Publication extends Hanging {
  readonly kind: "publication";
  /** The columns that it publishes; null for all. */
  readonly listed: readonly AttachedTo[] | null;
  readonly where: string | null;
}

export interface AttachedTo {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** What goes with its column or index without a word, as a column's comment does. Everything else keeps them in their place. */
export const yields = ({ kind }: Attachment): boolean => yielding[kind];

const yielding: { readonly [K in Attachment["kind"]]: boolean } = {
  trigger: false,
  policy: false,
  rule: false,
  rowSecurity: false,
  publication: false,
  statistics: true,
  statisticsTarget: true,
  grants: true,
  columnSettings: true,
  replicaIdentity: true,
  clustering: true,
};

export function isText(attachment: Attachment): attachment is TextAttachment {
  return "create" in attachment;
}

/** The index that it is about. */
export function indexOfAttachment(attachment: Attachment): string | null {
  if (attachment.kind === "clustering") return attachment.index;
  if (attachment.kind !== "replicaIdentity") return null;
  return typeof attachment.how === "string" ? null : attachment.how.index;
}

/** `trigger audit on public.users` */
export const attachmentText = ({ kind, name, schema, table }: Attachment): string =>
  `${[words[kind], name].filter((word) => word !== "").join(" ")} on ${schema}.${table}`;

const words: { readonly [K in Attachment["kind"]]: string } = {
  trigger: "trigger",
  policy: "policy",
  rule: "rule",
  rowSecurity: "row security",
  publication: "publication",
  statistics: "statistics",
  statisticsTarget: "target of statistics",
  grants: "grants",
  columnSettings: "settings",
  replicaIdentity: "replica identity",
  clustering: "order of CLUSTER",
};
