import {
  alterationOf,
  type Change,
  creationOf,
  dropOf,
  inSequence,
  invert,
  type Path,
  pathText,
  plainStatement,
  type Renaming,
  rekey,
  renamedId,
  renameOf,
  type Statement,
} from "../change";
import {
  idOf,
  makeId,
  type Namespace,
  qualify,
  quoteIdentifier,
  quoteLiteral,
  type Schema,
  type SchemaObject,
} from "../schema";

/** The statements of confirmed renames. They run before anything else, so that everything else knows the new names. */
export function renameStatements(renamings: readonly Renaming[], before: Schema): Statement[] {
  const made = newNamespaces(renamings, before).map((to) =>
    plainStatement(`CREATE SCHEMA ${quoteIdentifier(to.name)}`, [creationOf(to)]),
  );
  return [...made, ...inOrder(renamings, before)];
}

/** What takes the renames of `before` back, after everything else; `current` has the new names. */
export function renameBackStatements(
  renamings: readonly Renaming[],
  before: Schema,
  current: Schema,
): Statement[] {
  const unmade = newNamespaces(renamings, before).map((from) =>
    plainStatement(`DROP SCHEMA ${quoteIdentifier(from.name)}`, [dropOf(from)]),
  );
  return [...inOrder(renamings.toReversed().map(invert), current), ...unmade];
}

/** The schemas that tables move to and that are not there yet. */
function newNamespaces(renamings: readonly Renaming[], before: Schema): Namespace[] {
  const homes = renamings.flatMap(({ from, to }) =>
    typeof to === "string" || typeof from === "string" || from.schema === to.schema ? [] : [to.schema],
  );
  return [...new Set(homes)]
    .filter((name) => !before.objects.has(makeId("namespace", name)))
    .map((name) => ({ kind: "namespace", name, comment: null }));
}

function inOrder(renamings: readonly Renaming[], before: Schema): Statement[] {
  let schema = before;
  return inSequence(renamings).flatMap((renaming) => {
    const after = rekey(schema, [renaming]);
    const change = changeOf(renaming, schema, after);
    schema = after;
    return sqlOf(renaming, change.to?.kind ?? "table").map((sql) => plainStatement(sql, [change]));
  });
}

function changeOf(renaming: Renaming, before: Schema, after: Schema): Change {
  const view = renaming.kind === "column" ? viewAt(renaming.table, after) : undefined;
  if (view !== undefined) return alterationOf(view, view, ["query"]);
  const to = after.objects.get(renamedId(renaming));
  // One renaming changes one object's name; what stands at its place in the order is that object.
  const position = [...after.objects.keys()].indexOf(renamedId(renaming));
  const from = [...before.objects.values()][position];
  if (to === undefined || from === undefined) throw new Error(`nothing to rename: ${renamedId(renaming)}`);
  return idOf(from) === idOf(to) ? alterationOf(from, to, ["labels"]) : renameOf(from, to);
}

function viewAt({ schema, name }: Path, { objects }: Schema): SchemaObject | undefined {
  return objects.get(makeId("view", schema, name)) ?? objects.get(makeId("materializedView", schema, name));
}

function sqlOf(renaming: Renaming, kind: SchemaObject["kind"]): string[] {
  switch (renaming.kind) {
    case "namespace":
      return [`ALTER SCHEMA ${quoteIdentifier(renaming.from)} RENAME TO ${quoteIdentifier(renaming.to)}`];
    case "column":
      return [
        `ALTER ${kind === "view" || kind === "materializedView" ? words[kind] : words.table} ${pathText(renaming.table)} RENAME COLUMN ${quoteIdentifier(renaming.from)} TO ${quoteIdentifier(renaming.to)}`,
      ];
    case "enumValue":
      return [
        `ALTER TYPE ${pathText(renaming.enum)} RENAME VALUE ${quoteLiteral(renaming.from)} TO ${quoteLiteral(renaming.to)}`,
      ];
    default:
      return moveAndRename(renaming);
  }
}

const words = {
  table: "TABLE",
  view: "VIEW",
  materializedView: "MATERIALIZED VIEW",
  enum: "TYPE",
  sequence: "SEQUENCE",
  index: "INDEX",
} as const;

function moveAndRename({ kind, from, to }: Extract<Renaming, { kind: keyof typeof words }>): string[] {
  return [
    ...(from.schema === to.schema
      ? []
      : [`ALTER ${words[kind]} ${pathText(from)} SET SCHEMA ${quoteIdentifier(to.schema)}`]),
    ...(from.name === to.name
      ? []
      : [`ALTER ${words[kind]} ${qualify(to.schema, from.name)} RENAME TO ${quoteIdentifier(to.name)}`]),
  ];
}
