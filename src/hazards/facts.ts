/** What a statement's text says by itself, whatever the schema: only what no measurement shows. */
export interface Fact {
  readonly kind: "cascade" | "truncate" | "writes all rows" | "keeps any index of that name";
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
      Object.entries(stmt ?? {}).flatMap(([kind, node]) => read(kind, node as Node)),
    );
  } catch {
    return [];
  }
}

/** A node of the tree, of which only what is asked for is known. */
interface Node {
  readonly [property: string]: unknown;
}

function read(kind: string, node: Node): Fact[] {
  switch (kind) {
    case "DropStmt":
      return cascades(node)
        ? list(node.objects).map((object) => ({ kind: "cascade", subject: nameOf(object) }))
        : [];
    case "AlterTableStmt":
      return list(node.cmds).some(({ AlterTableCmd }) => cascades(AlterTableCmd as Node))
        ? [{ kind: "cascade", subject: relationOf(node.relation) }]
        : [];
    case "TruncateStmt":
      return list(node.relations).map(({ RangeVar }) => ({
        kind: "truncate",
        subject: relationOf(RangeVar),
      }));
    case "UpdateStmt":
    case "DeleteStmt":
      return node.whereClause === undefined
        ? [{ kind: "writes all rows", subject: relationOf(node.relation) }]
        : [];
    case "IndexStmt":
      return node.concurrent === true && node.if_not_exists === true
        ? [
            {
              kind: "keeps any index of that name",
              subject: String(node.idxname ?? relationOf(node.relation)),
            },
          ]
        : [];
    default:
      return [];
  }
}

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
