import { type Change, newNameOf, type Plan, type Plans, subjectOf } from "../change";
import type { Origin, Origins } from "../entities/desired";
import type { Hazard } from "../hazards";
import { lossesOf, lossText } from "../hazards/data-loss";
import type { Review, ReviewedChange } from "../migrations";
import { type ColumnFate, type MergedCost, mergeCosts, type Proof } from "../proof";
import {
  childrenOf,
  homeIds,
  homeKinds,
  type Id,
  idOf,
  isTableChild,
  pathOf,
  type Schema,
  type SchemaObject,
  tableIdOf,
} from "../schema";
import { hazardHeadlines } from "./hazards";
import { count } from "./references";
import { aspectText, definitionText, kindName } from "./wording";

export interface ReviewSubject extends Plans {
  readonly title: string;
  readonly changes: readonly Change[];
  readonly before: Schema;
  readonly after: Schema;
  readonly origins: Origins;
  /** Null when nothing was proved. */
  readonly proof: Proof | null;
  readonly hazards: readonly Hazard[];
}

/** What the header of a migration says to its reviewer. */
export function reviewOf(subject: ReviewSubject): Review {
  return {
    title: subject.title,
    changes: inOrderOf(subject.up, headlines(subject.changes)).map((change) => reviewed(change, subject)),
    costs: mergeCosts(subject.proof?.up ?? []).map(costText),
    plainly: subject.up.statements.flatMap(({ plainly }) => plainly ?? []),
    columns: (subject.proof?.fates ?? []).flatMap(fateText),
    hazards: hazardHeadlines(subject.hazards),
    upLoses: lossesOf(subject.up).map(lossText),
    downLoses: lossesOf(subject.down).map(lossText),
    downFills: fillsOf(subject.down),
    downStops: stopsOf(subject.down),
    proof: proofTexts(subject.proof),
    schema: null,
  };
}

/** What the way back reads from rows that it may not be able to read. */
export const stopsOf = ({ statements }: Plan): string[] =>
  statements.flatMap(({ stopsFor }) => stopsFor ?? []);

/** Columns that come with a default for the rows that are there, which is taken off again. */
function fillsOf({ statements }: Plan): string[] {
  const changes = statements.flatMap((statement) => statement.changes);
  const made = new Set(changes.flatMap(({ action, to }) => (action === "create" ? [idOf(to)] : [])));
  return changes.flatMap((change) =>
    change.kind === "column" &&
    change.action === "alter" &&
    made.has(idOf(change.to)) &&
    change.from.default !== null &&
    change.to.default === null
      ? [`column ${pathOf(change.to)} with ${change.from.default}`]
      : [],
  );
}

/** Every change but those that go without saying: what a new table has and what a dropped one had. */
export function headlines(changes: readonly Change[]): Change[] {
  const whole = new Set(
    changes
      .filter(
        ({ action, kind }) =>
          (action === "create" || action === "drop") && homeKinds.some((home) => home === kind),
      )
      .map((change) => idOf(subjectOf(change))),
  );
  return changes.filter((change) => {
    const object = subjectOf(change);
    if (object.kind === "sequence" && object.ownedBy !== null && change.action !== "alter") return false;
    return !isTableChild(object) || !homeIds(object).some((id) => whole.has(id));
  });
}

/** In the order in which the plan makes them. */
function inOrderOf({ statements }: Plan, changes: readonly Change[]): Change[] {
  const order = new Map<Id, number>();
  for (const change of statements.flatMap((statement) => statement.changes)) {
    const id = idOf(subjectOf(change));
    if (!order.has(id)) order.set(id, order.size);
  }
  const placeOf = (change: Change) => order.get(idOf(subjectOf(change))) ?? order.size;
  return [...changes].sort((a, b) => placeOf(a) - placeOf(b));
}

const signs = { create: "+", drop: "-", alter: "~", rename: ">" } as const;

function reviewed(change: Change, { before, after, origins, up }: ReviewSubject): ReviewedChange {
  const object = subjectOf(change);
  const origin = origins.get(idOf(object)) ?? originOfTable(object, origins);
  const label = renamedLabel(change, up);
  if (label !== null) return { sign: ">", text: label, origin: textOf(origin) };
  return {
    sign: signs[change.action],
    text: `${kindName(object.kind)} ${changeText(change, change.action === "drop" ? before : after)}`,
    origin: textOf(origin),
  };
}

const textOf = (origin: Origin | undefined) =>
  origin === undefined ? null : `${origin.file}:${origin.line}`;

/** A label that goes and one that comes in its place are a rename where the plan says so. */
function renamedLabel(change: Change, { statements }: Plan): string | null {
  if (change.kind !== "enum" || change.action !== "alter") return null;
  const { from, to } = change;
  if (!statements.some(({ sql, changes }) => changes.includes(change) && / RENAME VALUE /.test(sql)))
    return null;
  const at = from.labels.findIndex((label, position) => label !== to.labels[position]);
  return `enum label ${pathOf(to)}.${from.labels[at]} to ${to.labels[at]}`;
}

function originOfTable(object: SchemaObject, origins: Origins): Origin | undefined {
  return isTableChild(object) ? origins.get(tableIdOf(object)) : undefined;
}

function changeText(change: Change, schema: Schema): string {
  switch (change.action) {
    case "create":
      return [pathOf(change.to), definitionText(change.to), summary(change.to, schema)]
        .filter(Boolean)
        .join(" ");
    case "drop":
      return `${pathOf(change.from)} ${summary(change.from, schema)}`.trimEnd();
    case "rename":
      return `${pathOf(change.from)} to ${newNameOf(change)}`;
    case "alter":
      return `${pathOf(change.to)} ${aspectText(change)}`;
  }
}

/** `(4 columns, 2 indexes)` */
function summary(object: SchemaObject, schema: Schema): string {
  if (object.kind !== "table") return "";
  const children = childrenOf(schema, object);
  const countOf = (kind: SchemaObject["kind"], singular: string, plural: string) => {
    const number = children.filter((child) => child.kind === kind).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? singular : plural}`];
  };
  const parts = [
    ...countOf("column", "column", "columns"),
    ...countOf("foreignKey", "foreign key", "foreign keys"),
    ...countOf("index", "index", "indexes"),
  ];
  return parts.length === 0 ? "" : `(${parts.join(", ")})`;
}

function proofTexts(proof: Proof | null): string[] {
  if (proof === null) return ["nothing: generated with --no-proof"];
  return [
    `up and down, both ways, on ${proof.scratch}`,
    ...(proof.beyond > 0 ? [`without ${count(proof.beyond, "table")} that no statement reaches`] : []),
    ...proof.unproved.map((name) => `but without ${name}, which could not be made there`),
    ...proof.passedOver.map((statement) => `but without ${statement}, which is about the whole server`),
  ];
}

/** What becomes of a column that was there before; what is kept goes without saying, and so does what is new. */
function fateText({ fate, from, to, fromType, toType, withTable }: ColumnFate): string[] {
  switch (fate) {
    case "kept":
    case "created":
      return [];
    case "renamed":
      // That its table or schema has another name stands above.
      return ownName(from) === ownName(to) ? [] : [`${from} is renamed to ${to}`];
    case "retyped":
      return [`${from} is retyped from ${fromType} to ${toType}`];
    case "retyped through a copy":
      return [
        `${from} is retyped from ${fromType} to ${toType} through a copy${from === to ? "" : `, ${to}`}`,
      ];
    case "renamed and retyped":
      return [`${from} is renamed to ${to} and retyped from ${fromType} to ${toType}`];
    case "lost":
      return withTable ? [] : [`${from} is lost`];
  }
}

const ownName = (path: string | null) => /(?:"(?:[^"]|"")+"|[^."]+)$/.exec(path ?? "")?.[0];

/** The strongest lock with the work that is done under it, and a heavier work under a weaker lock. */
function costText({ table, lock, works }: MergedCost): string {
  const under = works.find((each) => each.lock === lock);
  const [heavier] = under === undefined ? works : works.slice(0, works.indexOf(under));
  const work = under === undefined ? "no rewrite, no scan" : workTexts[under.work];
  const rest = heavier === undefined ? "" : `; ${workTexts[heavier.work]} under ${heavier.lock}`;
  return `${table}: ${lock}, ${work}${rest}`;
}

const workTexts: Readonly<Record<MergedCost["works"][number]["work"], string>> = {
  rewritten: "rewrites the table",
  indexBuilt: "builds an index",
  scanned: "reads every row",
};
