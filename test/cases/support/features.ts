import { getMetadataArgsStorage } from "typeorm";
import { said } from "../../../src/decorators/sayings";
import type { PostgresOptions } from "../../../src/project/project";

/** What entities use of TypeORM's vocabulary: a word for it, and where, with the value it has there. */
export type Features = ReadonlyMap<string, Feature>;

export interface Feature {
  /** `column: length` */
  readonly word: string;
  readonly value: string;
}

type Options = Readonly<Record<string, unknown>>;
type Found = readonly [place: string, word: string, value: unknown];

/** Reads what decorators have noted of these entities, not what the tool makes of it. */
export function featuresOf(targets: readonly unknown[], options: Partial<PostgresOptions> = {}): Features {
  const found = [
    ...targets.flatMap((target) => ofTarget(target)),
    ...each("", "data source", { ...options }),
  ];
  return new Map(
    found.map(([place, word, value]) => [
      `${place} ${word}`,
      { word, value: JSON.stringify(value, printed) },
    ]),
  );
}

const printed = (_key: string, value: unknown) => (typeof value === "function" ? String(value) : value);

/** Options that are on unless they are said to be off; all others are off unless they are said to be on. */
const usuallyOn = new Set([
  "entity: synchronize",
  "index: synchronize",
  "join table: synchronize",
  "relation: nullable",
  "relation: createForeignKeyConstraints",
  "data source: installExtensions",
]);

/** A word for each option that is given. */
function each(place: string, subject: string, options: Options): Found[] {
  return Object.entries(options)
    .map(([name, value]): Found => [place, `${subject}: ${name}`, value])
    .filter(([, word, value]) => value !== undefined && value !== usuallyOn.has(word));
}

function ofTarget(target: unknown): Found[] {
  const storage = getMetadataArgsStorage();
  const tree = ancestry(target);
  const of = <T extends { target: unknown }>(list: readonly T[]) =>
    list.filter((args) => tree.includes(args.target));
  const table = of(storage.tables)[0];
  const home = table?.name ?? (typeof target === "function" ? target.name : "");
  const at = (property: string) => `${home}.${property}`;
  return [
    ...of(storage.tables).flatMap(({ target: _, name: __, type, expression, ...rest }) => [
      [home, `entity: ${type}`, expression] as const,
      ...each(home, "entity", rest),
    ]),
    ...of(storage.columns).flatMap(({ propertyName, mode, options }) => {
      const { type, default: value, ...rest } = options;
      return [
        [at(propertyName), "column", options] as const,
        ...(mode === "regular" ? [] : [[at(propertyName), `column: ${mode}`, options] as const]),
        ...(type === undefined
          ? []
          : [
              [
                at(propertyName),
                `type: ${typeof type === "function" ? type.name : String(type)}`,
                options,
              ] as const,
            ]),
        ...(value === undefined
          ? []
          : [[at(propertyName), `column: default as ${shape(value)}`, value] as const]),
        ...each(at(propertyName), "column", rest),
      ];
    }),
    ...of(storage.generations).map(
      ({ propertyName, strategy, ...rest }) => [at(propertyName), `generated: ${strategy}`, rest] as const,
    ),
    ...of(storage.indices).flatMap(({ target: _, name, columns, ...rest }) => [
      [at(`index ${name}`), "index", [columns, rest]] as const,
      ...each(at(`index ${name}`), "index", rest),
    ]),
    ...of(storage.uniques).flatMap(({ target: _, name, columns, ...rest }) => [
      [at(`unique ${name}`), "unique", columns] as const,
      ...each(at(`unique ${name}`), "unique", rest),
    ]),
    ...of(storage.checks).map(({ name, expression }) => [at(`check ${name}`), "check", expression] as const),
    ...of(storage.exclusions).flatMap(({ target: _, name, expression, ...rest }) => [
      [at(`exclusion ${name}`), "exclusion", expression] as const,
      ...each(at(`exclusion ${name}`), "exclusion", rest),
    ]),
    ...of(storage.foreignKeys ?? []).map((key) => [at("foreign key"), "foreign key", key] as const),
    ...of(storage.relations).flatMap(({ propertyName, relationType, options }) => [
      [at(propertyName), `relation: ${relationType}`, options] as const,
      ...each(at(propertyName), "relation", { ...options }),
      ...actions(at(propertyName), options),
    ]),
    ...of(storage.joinColumns).flatMap(({ propertyName, target: _, ...rest }) =>
      each(at(propertyName), "join column", { ...rest }),
    ),
    ...of(storage.joinTables).flatMap(({ propertyName, target: _, ...rest }) => [
      [at(propertyName), "join table", rest] as const,
      ...each(at(propertyName), "join table", { ...rest }),
    ]),
    ...of(storage.trees).map(({ type }) => [home, `tree: ${type}`, type] as const),
    ...storage.inheritances
      .filter((args) => tree.includes(args.target))
      .map(({ pattern }) => [home, `inheritance: ${pattern}`, pattern] as const),
    ...of(storage.embeddeds).flatMap(({ propertyName, prefix, type }) => [
      [at(propertyName), "embedded", prefix] as const,
      ...(prefix === undefined ? [] : [[at(propertyName), "embedded: prefix", prefix] as const]),
      ...ofTarget(type()).map(
        ([place, word, value]) => [`${at(propertyName)} ${place}`, word, value] as const,
      ),
    ]),
    ...ours(home, tree),
  ];
}

function ours(home: string, tree: readonly unknown[]): Found[] {
  const by = <S extends { readonly target: unknown }>(list: readonly S[]) =>
    list.filter(({ target }) => tree.includes(target));
  return [
    ...by(said("index")).flatMap(({ name, keys, options }) => [
      [`${home} ${name}`, "SqlIndex", [keys, options]] as const,
      ...each(`${home} ${name}`, "SqlIndex", { ...options }),
      ...keys.flatMap((key) =>
        typeof key === "string" ? [] : each(`${home} ${name}`, "SqlIndex", { ...key }),
      ),
    ]),
    ...by(said("extension")).map(({ name, options }) => [name, "Extension", options] as const),
    ...by(said("tableOptions")).flatMap(({ unlogged, storage }) => [
      ...each(home, "TableOptions", { unlogged }),
      ...Object.entries(storage).map(
        ([name, value]) => [`${home} ${name}`, "TableOptions: storage", value] as const,
      ),
    ]),
  ];
}

function actions(place: string, { onDelete, onUpdate }: { onDelete?: string; onUpdate?: string }): Found[] {
  return [
    ...(onDelete === undefined ? [] : [[place, `relation: onDelete ${onDelete}`, onDelete] as const]),
    ...(onUpdate === undefined ? [] : [[place, `relation: onUpdate ${onUpdate}`, onUpdate] as const]),
  ];
}

function shape(value: unknown): string {
  if (typeof value === "function") return "SQL";
  if (Array.isArray(value)) return "array";
  return typeof value === "object" ? "object" : "literal";
}

function ancestry(target: unknown): unknown[] {
  return typeof target === "function" && target !== Function.prototype
    ? [target, ...ancestry(Object.getPrototypeOf(target))]
    : [];
}
