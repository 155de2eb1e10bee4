import { type ParsedStatement, type ParseNode, parsed } from "./statements";

/** What a statement's text says by itself, whatever the schema: only what no measurement shows. */
export interface Fact {
  readonly kind:
    | "cascade"
    | "truncate"
    | "writes all rows"
    | "deletes all rows"
    | "overwrites values"
    | "ends the transaction"
    | "keeps any index of that name"
    | "drops an index"
    | "refreshes"
    | "attaches a partition"
    | "locks a partitioned table"
    | "stops triggers";
  /** Names without their quotes, with the schema where the text says it. */
  readonly subject: string;
  /** The table that it is about, where it is about one. */
  readonly table: string;
}

/** Text that PostgreSQL's own parser does not take says nothing: running it will. */
export async function factsOf(sql: string): Promise<Fact[]> {
  const statements = await parsed(sql).catch(() => []);
  const pieces = await Promise.all(
    statements.flatMap(piecesOf).map((piece) => parsed(piece).catch(() => [])),
  );
  return [
    ...statements.flatMap(read),
    ...pieces
      .flat()
      .flatMap(read)
      .filter(({ kind }) => ofRows.includes(kind)),
  ];
}

const read = ({ kind, node }: Pick<ParsedStatement, "kind" | "node">): Fact[] => readers[kind]?.(node) ?? [];

/** What is the same wherever the statement stands. */
const ofRows: readonly Fact["kind"][] = [
  "truncate",
  "writes all rows",
  "deletes all rows",
  "overwrites values",
];

/** What may be statements in a DO block: what begins like one and ends before a semicolon. */
function piecesOf({ kind, node }: ParsedStatement): string[] {
  if (kind !== "DoStmt") return [];
  const body = list(node.args)
    .map(({ DefElem }) => (DefElem ?? {}) as ParseNode)
    .find(({ defname }) => defname === "as")?.arg as ParseNode | undefined;
  const text = ((body?.String ?? {}) as ParseNode).sval;
  if (typeof text !== "string") return [];
  return text.split(";").flatMap((piece) => /\b(?:UPDATE|DELETE|TRUNCATE|WITH)\b.*/is.exec(piece)?.[0] ?? []);
}

/** By the kind of statement. */
const readers: Readonly<Record<string, (node: ParseNode) => Fact[]>> = {
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
      .map(({ AlterTableCmd }) => AlterTableCmd as ParseNode)
      .flatMap((command) => [
        ...(cascades(command) ? [fact("cascade", relationOf(relation))] : []),
        ...altered(command, relationOf(relation)),
      ]),
  TruncateStmt: ({ relations }) =>
    list(relations).map(({ RangeVar }) => fact("truncate", relationOf(RangeVar))),
  UpdateStmt: (node) => [...within(node), ...allRows(node), ...(isWhole(node) ? overwritten(node) : [])],
  DeleteStmt: (node) => [
    ...within(node),
    ...allRows(node),
    ...(isWhole(node) ? [fact("deletes all rows", relationOf(node.relation))] : []),
  ],
  InsertStmt: within,
  SelectStmt: within,
  TransactionStmt: ({ kind }) =>
    kind === "TRANS_STMT_COMMIT" || kind === "TRANS_STMT_ROLLBACK"
      ? [fact("ends the transaction", kind === "TRANS_STMT_COMMIT" ? "COMMIT" : "ROLLBACK")]
      : [],
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

function altered({ subtype, def, name }: ParseNode, table: string): Fact[] {
  const partition = ((def ?? {}) as ParseNode).PartitionCmd as ParseNode | undefined;
  switch (subtype) {
    case "AT_AttachPartition":
      return [fact("attaches a partition", relationOf(partition?.name))];
    case "AT_DetachPartition":
      return partition?.concurrent === true ? [] : [fact("locks a partitioned table", table)];
    case "AT_AlterColumnType": {
      const { raw_default: using } = ((def ?? {}) as ParseNode).ColumnDef as ParseNode;
      return using === undefined || looksAtRow(using) ? [] : [ofColumn(table, name)];
    }
    case "AT_DisableTrig":
      return [fact("stops triggers", `${String(name)} on ${table}`)];
    case "AT_DisableTrigAll":
    case "AT_DisableTrigUser":
      return [fact("stops triggers", `all on ${table}`)];
    default:
      return [];
  }
}

/** What WITH says beside it. */
function within({ withClause }: ParseNode): Fact[] {
  return list(((withClause ?? {}) as ParseNode).ctes)
    .map(({ CommonTableExpr }) => (CommonTableExpr ?? {}) as ParseNode)
    .flatMap(({ ctequery }) => Object.entries((ctequery ?? {}) as Record<string, ParseNode>))
    .flatMap(([kind, node]) => read({ kind, node }));
}

const allRows = (node: ParseNode): Fact[] =>
  isWhole(node) ? [fact("writes all rows", relationOf(node.relation))] : [];

/** `WHERE true` is no condition. */
const isWhole = ({ whereClause }: ParseNode) => whereClause === undefined || !looksAtRow(whereClause);

/** The columns whose new values have nothing of the old ones, or of anything else. */
const overwritten = ({ targetList, relation }: ParseNode): Fact[] =>
  list(targetList)
    .map(({ ResTarget }) => (ResTarget ?? {}) as ParseNode)
    .filter(({ val }) => !looksAtRow(val))
    .map(({ name }) => ofColumn(relationOf(relation), name));

const ofColumn = (table: string, name: unknown) =>
  fact("overwrites values", `${table}.${String(name)}`, table);

const looksAtRow = (expression: unknown) =>
  /"(?:ColumnRef|SubLink|CurrentOfExpr|MultiAssignRef)":/.test(JSON.stringify(expression));

const fact = (kind: Fact["kind"], subject: string, table = subject): Fact => ({ kind, subject, table });
const cascades = (node: ParseNode) => node.behavior === "DROP_CASCADE";
const list = (value: unknown): readonly ParseNode[] => (Array.isArray(value) ? value : []);

function relationOf(value: unknown): string {
  const { schemaname, relname } = (value ?? {}) as ParseNode;
  return [schemaname, relname].filter((part) => part !== undefined).join(".");
}

/** The last list of strings in it is the name. */
function nameOf(node: ParseNode): string {
  const strings = [...JSON.stringify(node).matchAll(/"sval":("(?:[^"\\]|\\.)*")/g)];
  return strings.map(([, text = '""']) => JSON.parse(text)).join(".");
}
