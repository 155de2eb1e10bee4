import ansis from "ansis";
import { groupBy, qualify, quoteIdentifier, type Unmanaged, type UnmanagedKind } from "../schema";
import { kindNames } from "./wording";

const words: { readonly [K in UnmanagedKind]: string } = {
  ...kindNames,
  trigger: "trigger",
  policy: "policy",
  rowSecurity: "row level security",
  rule: "rule",
  grant: "grant to",
  storage: "storage parameter",
  statistics: "statistics",
  partition: "partition",
  child: "child table",
  publication: "publication",
  replicaIdentity: "replica identity",
  function: "function",
  procedure: "procedure",
  aggregate: "aggregate",
  domain: "domain",
  compositeType: "composite type",
  rangeType: "range type",
  collation: "collation",
  operator: "operator",
  foreignTable: "foreign table",
  foreignServer: "foreign server",
  eventTrigger: "event trigger",
  defaultPrivileges: "default privileges of",
};

/** What no migration will touch: what stands by itself, then table by table. */
export function unmanagedText(all: readonly Unmanaged[]): string {
  if (all.length === 0) return "Nothing is left alone: the entities say all there is.";
  return ["Left alone, since entities do not say it:", ...unmanagedLines(all)].join("\n");
}

export function unmanagedLines(all: readonly Unmanaged[]): string[] {
  const byTable = groupBy(all, ({ schema, table }) => (table === null ? "" : qualify(schema, table)));
  return [...byTable]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([table, items]) => [
      "",
      ansis.bold(table === "" ? "By themselves" : table),
      ...items.map((item) => `  ${line(item)}`),
    ]);
}

/** Names of objects are written as SQL would; others (a role, a signature, a parameter) as they are. */
function line({ kind, schema, table, name, detail }: Unmanaged): string {
  const plain =
    /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) || !(kind in kindNames) ? name : quoteIdentifier(name);
  const prefix = table === null && schema !== null && kind !== "grant" ? `${quoteIdentifier(schema)}.` : "";
  const place = table === null && schema !== null && kind === "grant" ? ` on ${quoteIdentifier(schema)}` : "";
  const more = detail === null ? "" : `  ${ansis.dim(detail.replaceAll(/\s+/g, " "))}`;
  return `${words[kind]} ${prefix}${plain}${place}${more}`;
}

export function unmanagedJson(all: readonly Unmanaged[]) {
  return all.map(({ kind, schema, table, name, detail }) => ({ kind, schema, table, name, detail }));
}
