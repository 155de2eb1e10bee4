/** What a statement's text says by itself, whatever the schema: only what no measurement shows. */
export interface Fact {
  readonly kind:
    | "cascade"
    | "truncate"
    | "writes all rows"
    | "keeps any index of that name"
    | "drops an index"
    | "refreshes"
    | "attaches a partition"
    | "locks a partitioned table"
    | "stops triggers";
  /** As SQL writes it. */
  readonly subject: string;
}

/** Read by PostgreSQL's own parser. Text that it does not take says nothing: running it will. */
export async function factsOf(sql: string): Promise<Fact[]> {
  const { loadModule, parseSync } = await import("pgsql-parser");
  await loadModule();
  try {
    const { stmts = [] } = parseSync(sql) as { stmts?: readonly { readonly stmt?: Node }[] };
    return stmts.flatMap(({ stmt }) =>
      Object.entries(stmt ?? {}).flatMap(([kind, node]) => readers[kind]?.(node as Node) ?? []),
    );
  } catch {
    return [];
  }
}

/** A node of the tree, of which only what is asked for is known. */
interface Node {
  readonly [property: string]: unknown;
}

/** By the kind of statement. */
const readers: Readonly<Record<string, (node: Node) => Fact[]>> = {
  DropStmt: (node) => {
    const dropsIndex = node.removeType === "OBJECT_INDEX" && node.concurrent !== true;
    return list(node.objects)
      .map(nameOf)
      .flatMap((subject) => [
        ...(cascades(node) ? [fact("cascade", subject)] : []),
        ...(dropsIndex ? [fact("drops an index", subject)] : []),
      ]);
  },
  AlterTableStmt: ({ cmds, relation }) =>
    list(cmds)
      .map(({ AlterTableCmd }) => AlterTableCmd as Node)
      .flatMap((command) => [
        ...(cascades(command) ? [fact("cascade", relationOf(relation))] : []),
        ...altered(command, relationOf(relation)),
      ]),
  TruncateStmt: ({ relations }) =>
    list(relations).map(({ RangeVar }) => fact("truncate", relationOf(RangeVar))),
  UpdateStmt: allRows,
  DeleteStmt: allRows,
  IndexStmt: ({ concurrent, if_not_exists, idxname, relation }) =>
    concurrent === true && if_not_exists === true
      ? [fact("keeps any index of that name", String(idxname ?? relationOf(relation)))]
      : [],
  RefreshMatViewStmt: ({ concurrent, relation }) =>
    concurrent === true ? [] : [fact("refreshes", relationOf(relation))],
  CreateStmt: ({ partbound, inhRelations }) =>
    partbound === undefined
      ? []
      : list(inhRelations).map(({ RangeVar }) => fact("locks a partitioned table", relationOf(RangeVar))),
};

function altered({ subtype, def, name }: Node, table: string): Fact[] {
  const partition = ((def ?? {}) as Node).PartitionCmd as Node | undefined;
  switch (subtype) {
    case "AT_AttachPartition":
      return [fact("attaches a partition", relationOf(partition?.name))];
    case "AT_DetachPartition":
      return partition?.concurrent === true ? [] : [fact("locks a partitioned table", table)];
    case "AT_DisableTrig":
      return [fact("stops triggers", `${String(name)} on ${table}`)];
    case "AT_DisableTrigAll":
    case "AT_DisableTrigUser":
      return [fact("stops triggers", `all on ${table}`)];
    default:
      return [];
  }
}

function allRows({ whereClause, relation }: Node): Fact[] {
  return whereClause === undefined ? [fact("writes all rows", relationOf(relation))] : [];
}

const fact = (kind: Fact["kind"], subject: string): Fact => ({ kind, subject });
const cascades = (node: Node) => node.behavior === "DROP_CASCADE";
const list = (value: unknown): readonly Node[] => (Array.isArray(value) ? value : []);

function relationOf(value: unknown): string {
  const { schemaname, relname } = (value ?? {}) as Node;
  return [schemaname, relname].filter((part) => part !== undefined).join(".");
}

/** The last list of strings in it is the name. */
function nameOf(node: Node): string {
  const strings = [...JSON.stringify(node).matchAll(/"sval":("(?:[^"\\]|\\.)*")/g)];
  return strings.map(([, text = '""']) => JSON.parse(text)).join(".");
}
