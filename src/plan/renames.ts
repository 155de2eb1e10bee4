import { type Change, pathText, type Renaming, rekey, renamedId, type Statement } from "../change";
import { idOf, qualify, quoteIdentifier, quoteLiteral, type Schema } from "../schema";

/** The statements of confirmed renames. They run before anything else, so that everything else knows the new names. */
export function renameStatements(renamings: readonly Renaming[], before: Schema): Statement[] {
  let schema = before;
  return inSequence(renamings).flatMap((renaming) => {
    const after = rekey(schema, [renaming]);
    const change = changeOf(renaming, schema, after);
    schema = after;
    return sqlOf(renaming).map((sql) => ({
      sql,
      transactional: true,
      afterCommit: false,
      changes: [change],
    }));
  });
}

function changeOf(renaming: Renaming, before: Schema, after: Schema): Change {
  const to = after.objects.get(renamedId(renaming));
  // One renaming changes one object's name; what stands at its place in the order is that object.
  const position = [...after.objects.keys()].indexOf(renamedId(renaming));
  const from = [...before.objects.values()][position];
  if (to === undefined || from === undefined) throw new Error(`nothing to rename: ${renamedId(renaming)}`);
  return (
    idOf(from) === idOf(to)
      ? { action: "alter", kind: to.kind, from, to, aspects: ["labels"] }
      : { action: "rename", kind: to.kind, from, to }
  ) as Change;
}

function sqlOf(renaming: Renaming): string[] {
  switch (renaming.kind) {
    case "namespace":
      return [`ALTER SCHEMA ${quoteIdentifier(renaming.from)} RENAME TO ${quoteIdentifier(renaming.to)}`];
    case "column":
      return [
        `ALTER TABLE ${pathText(renaming.table)} RENAME COLUMN ${quoteIdentifier(renaming.from)} TO ${quoteIdentifier(renaming.to)}`,
      ];
    case "enumValue":
      return [
        `ALTER TYPE ${pathText(renaming.enum)} RENAME VALUE ${quoteLiteral(renaming.from)} TO ${quoteLiteral(renaming.to)}`,
      ];
    default:
      return moveAndRename(renaming);
  }
}

const words = { table: "TABLE", view: "VIEW", materializedView: "MATERIALIZED VIEW", enum: "TYPE" } as const;

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

/** Puts each renaming after the one that frees its new name; where they go round in a circle, through a temporary one. */
function inSequence(renamings: readonly Renaming[]): Renaming[] {
  const waiting = [...renamings];
  const sequence: Renaming[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex((renaming) => !waiting.some((other) => isOccupied(renaming, other)));
    const next = waiting.splice(Math.max(0, free), 1)[0];
    if (next === undefined) break;
    if (free >= 0) sequence.push(next);
    else {
      sequence.push(aside(next));
      waiting.push(back(next));
    }
  }
  return sequence;
}

/** Whether `other` still holds the name that the renaming wants. */
function isOccupied(renaming: Renaming, other: Renaming): boolean {
  return other !== renaming && keyOf(renaming, "to") === keyOf(other, "from");
}

function keyOf(renaming: Renaming, side: "from" | "to"): string {
  switch (renaming.kind) {
    case "namespace":
      return `namespace ${renaming[side]}`;
    case "column":
      return `column ${pathText(renaming.table)} ${renaming[side]}`;
    case "enumValue":
      return `label ${pathText(renaming.enum)} ${renaming[side]}`;
    case "enum":
      return `type ${pathText(renaming[side])}`;
    default:
      return `relation ${pathText(renaming[side])}`;
  }
}

const temporary = (name: string) => `${name}_renaming`;

function aside(renaming: Renaming): Renaming {
  return typeof renaming.from === "string"
    ? ({ ...renaming, to: temporary(renaming.from) } as Renaming)
    : ({ ...renaming, to: { ...renaming.from, name: temporary(renaming.from.name) } } as Renaming);
}

function back(renaming: Renaming): Renaming {
  return typeof renaming.from === "string"
    ? ({ ...renaming, from: temporary(renaming.from) } as Renaming)
    : ({ ...renaming, from: { ...renaming.from, name: temporary(renaming.from.name) } } as Renaming);
}
