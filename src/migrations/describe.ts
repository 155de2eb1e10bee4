import { type Change, type Rename, subjectOf } from "../change";
import {
  idOf,
  listOf,
  type ObjectKind,
  relationKinds,
  type Schema,
  type SchemaObject,
  type TableChild,
} from "../schema";
import { cutAtWord, maximumSlugLength, slugOf } from "./names";

/** What happened to a thing, worded so that several things to which the same happened share one phrase. */
interface Topic {
  /** `add` */
  readonly verb: string;
  /** `status` */
  readonly item: string;
  /** `to projects` */
  readonly place: string;
  /** The table, view or type it is about. */
  readonly subject: string;
}

const ownNames: readonly ObjectKind[] = [...relationKinds, "enum", "sequence"];

/** Names a migration by what it does: `initial`, `create-tags`, `add-status-to-projects`. */
export function nameOf(changes: readonly Change[], current: Schema): string {
  const creates = changes.some((change) => change.kind === "table" && change.action === "create");
  if (creates && ownNames.every((kind) => listOf(current, kind).length === 0)) return "initial";

  const topics = loudest(changes);
  const phrases = phrasesOf(topics);
  const whole = slugOf(phrases.join(" and "));
  if ([...whole].length <= maximumSlugLength) return whole;
  return summary([...new Set(topics.map((topic) => topic.subject))]);
}

function summary(subjects: readonly string[]): string {
  for (let named = subjects.length; named > 0; named -= 1) {
    const left = subjects.length - named;
    const parts = [...subjects.slice(0, named), ...(left > 0 ? [`${left} more`] : [])];
    const name = slugOf(`update ${parts.join(" and ")}`);
    if ([...name].length <= maximumSlugLength) return name;
  }
  return cutAtWord(slugOf(`update ${subjects[0]}`), maximumSlugLength);
}

/** What stands for the whole: columns are not mentioned beside their new table, nor constraints beside columns. */
function loudest(changes: readonly Change[]): Topic[] {
  const whole = new Set(
    changes.flatMap((change) =>
      relationKinds.some((kind) => kind === change.kind) &&
      (change.action === "create" || change.action === "drop")
        ? [tableOf(subjectOf(change))]
        : [],
    ),
  );
  const outside = changes.filter(
    (change) => !("table" in subjectOf(change)) || !whole.has(tableOf(subjectOf(change))),
  );
  if (outside.length === 0) return topicsOf(changes);
  const least = outside.reduce((so, { kind }) => Math.min(so, quietness[kind]), Number.POSITIVE_INFINITY);
  return topicsOf(outside.filter(({ kind }) => quietness[kind] === least));
}

/** Two that exchange their names are one topic. */
function topicsOf(changes: readonly Change[]): Topic[] {
  return changes.flatMap((change, at) => {
    const other = change.action === "rename" ? changes.findIndex((each) => areExchanged(change, each)) : -1;
    if (other < 0) return [topicOf(change)];
    return other < at ? [] : [{ ...topicOf(change), verb: "swap", item: bothNames(change) }];
  });
}

const areExchanged = (one: Change, other: Change) =>
  one.action === "rename" &&
  other.action === "rename" &&
  idOf(one.from) === idOf(other.to) &&
  idOf(one.to) === idOf(other.from);

const bothNames = ({ from, to }: Change) => `${from?.name} and ${to?.name}`;

/** A change of a louder kind makes those of quieter ones go without saying. */
const quietness: { readonly [K in ObjectKind]: number } = {
  table: 0,
  view: 0,
  materializedView: 0,
  column: 0,
  enum: 1,
  sequence: 1,
  primaryKey: 2,
  unique: 2,
  check: 2,
  exclusion: 2,
  foreignKey: 2,
  index: 2,
  namespace: 3,
  extension: 3,
};

/** A column goes by its own name, the others by what they are. */
const childWords: { readonly [K in TableChild["kind"]]: string | null } = {
  column: null,
  primaryKey: "primary key",
  unique: "unique",
  check: "check",
  exclusion: "exclusion",
  foreignKey: "foreign key",
  index: "index",
};

function topicOf(change: Change): Topic {
  const object = subjectOf(change);
  const subject = "table" in object ? object.table : object.name;
  if (!("table" in object)) return { subject, place: "", ...ownTopic(change) };
  const { kind } = object;
  const item = childWords[kind] ?? object.name;
  switch (change.action) {
    case "create":
      return { verb: "add", item, place: `to ${subject}`, subject };
    case "drop":
      return { verb: "drop", item, place: `from ${subject}`, subject };
    case "alter":
      return { verb: "change", item, place: `of ${subject}`, subject };
    case "rename": {
      const renamed = kind === "column" ? `${change.from.name} to ${object.name}` : item;
      return { verb: "rename", item: renamed, place: `of ${subject}`, subject };
    }
  }
}

function ownTopic(change: Change): Pick<Topic, "verb" | "item"> {
  const { name } = subjectOf(change);
  if (change.kind === "enum" && change.action === "alter") {
    const added = change.to.labels.filter((label) => !change.from.labels.includes(label));
    const kept = change.from.labels.every((label) => change.to.labels.includes(label));
    if (kept && added.length === 1) return { verb: "add", item: `${added[0]} to ${name}` };
  }
  if (change.action === "rename") return renamingTopic(change);
  const verbs = { create: "create", drop: "drop", alter: "change" } as const;
  return { verb: verbs[change.action], item: name };
}

function renamingTopic({ from, to }: Rename): Pick<Topic, "verb" | "item"> {
  const moved = "schema" in from && "schema" in to && from.schema !== to.schema;
  if (!moved) return { verb: "rename", item: `${from.name} to ${to.name}` };
  if (from.name === to.name) return { verb: "move", item: `${to.name} to ${to.schema}` };
  return { verb: "move", item: `${from.name} to ${to.schema} as ${to.name}` };
}

function phrasesOf(topics: readonly Topic[]): string[] {
  const phrases = new Map<
    string,
    { readonly verb: string; readonly items: Set<string>; readonly place: string }
  >();
  for (const { verb, item, place } of topics) {
    const key = `${verb} ${place}`;
    const phrase = phrases.get(key) ?? { verb, items: new Set<string>(), place };
    phrases.set(key, phrase);
    phrase.items.add(item);
  }
  return [...phrases.values()].map(
    ({ verb, items, place }) => `${verb} ${[...items].join(" and ")} ${place}`,
  );
}

function tableOf(object: SchemaObject): string {
  const schema = "schema" in object ? object.schema : "";
  return `${schema}.${"table" in object ? object.table : object.name}`;
}
