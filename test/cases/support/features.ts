import { EntitySchema, getMetadataArgsStorage } from "typeorm";
import { EntitySchemaTransformer } from "typeorm/entity-schema/EntitySchemaTransformer.js";
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
    found.map(([place, word, value]) => [place, { word, value: JSON.stringify(value, printed) ?? "" }]),
  );
}

function printed(_key: string, value: unknown): unknown {
  if (value instanceof Set) return [...value];
  return typeof value === "function" ? String(value) : value;
}

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
    .map(([name, value]): Found => [`${place} ${subject}: ${name}`, `${subject}: ${name}`, value])
    .filter(([, word, value]) => value !== undefined && value !== usuallyOn.has(word));
}

/** A word for the option and its value: another value is another word in the same place. */
function one(place: string, option: string, value: unknown, means: unknown = value): Found[] {
  return value === undefined ? [] : [[`${place} ${option}`, `${option}${String(value)}`, means]];
}

function ofTarget(target: unknown): Found[] {
  const isSchema = target instanceof EntitySchema;
  const storage = isSchema ? new EntitySchemaTransformer().transform([target]) : getMetadataArgsStorage();
  const tree = isSchema ? [target.options.target ?? target.options.name] : ancestry(target);
  const of = <T extends { target: unknown }>(list: readonly T[]) =>
    list.filter((args) => tree.includes(args.target));
  const tables = storage.tables.filter((args) => args.target === tree[0]);
  const home = homeOf(target, tables[0]?.name);
  const at = (property: string) => `${home}.${property}`;
  return [
    ...(isSchema ? ([[`${home} EntitySchema`, "entity: EntitySchema", target.options]] as const) : []),
    ...tables.flatMap(({ target: _, name: __, type, expression, ...rest }) => [
      ...one(home, "entity: ", type, expression ?? ""),
      ...each(home, "entity", rest),
    ]),
    ...of(storage.columns).flatMap(({ propertyName, mode, options }) => {
      const { type, default: value, ...rest } = options;
      const spelled = typeof type === "function" ? type.name : type;
      return [
        [at(propertyName), "column", options] as const,
        ...one(at(propertyName), "column: ", mode === "regular" ? undefined : mode, options),
        ...one(at(propertyName), "type: ", spelled, options),
        ...one(
          at(propertyName),
          "column: default as ",
          value === undefined ? undefined : shape(value),
          value,
        ),
        ...each(at(propertyName), "column", rest),
      ];
    }),
    ...of(storage.generations).flatMap(({ propertyName, strategy }) =>
      one(
        at(propertyName),
        "generated: ",
        strategy,
        of(storage.columns).find((column) => column.propertyName === propertyName)?.options,
      ),
    ),
    ...of(storage.indices).flatMap(({ target: _, name, columns, ...rest }) => [
      [at(`index ${name ?? columns}`), "index", [columns, rest]] as const,
      ...each(at(`index ${name ?? columns}`), "index", rest),
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
    ...of(storage.foreignKeys ?? []).flatMap(({ target: _, propertyName, type: __, ...rest }) => [
      [at(`foreign key ${propertyName}`), "foreign key", rest] as const,
      ...each(at(`foreign key ${propertyName}`), "foreign key", rest),
    ]),
    ...of(storage.relations).flatMap(({ propertyName, relationType, options }) => [
      ...one(at(propertyName), "relation: ", relationType, options),
      ...each(at(propertyName), "relation", { ...options, onDelete: undefined, onUpdate: undefined }),
      ...one(at(propertyName), "relation: onDelete ", options.onDelete),
      ...one(at(propertyName), "relation: onUpdate ", options.onUpdate),
    ]),
    ...of(storage.joinColumns).flatMap(({ propertyName, target: _, ...rest }) =>
      each(at(propertyName), "join column", { ...rest }),
    ),
    ...of(storage.joinTables).flatMap(({ propertyName, target: _, ...rest }) => [
      [at(`${propertyName} join table`), "join table", rest] as const,
      ...each(at(propertyName), "join table", { ...rest }),
    ]),
    ...of(storage.trees).flatMap(({ type }) => one(home, "tree: ", type)),
    ...storage.inheritances
      .filter((args) => tree.includes(args.target))
      .flatMap(({ pattern, column }) => one(home, "inheritance: ", pattern, column)),
    ...of(storage.embeddeds).flatMap(({ propertyName, prefix, type }) => [
      [at(`${propertyName} embedded`), "embedded", prefix] as const,
      ...(prefix === undefined ? [] : [[at(`${propertyName} prefix`), "embedded: prefix", prefix] as const]),
      ...ofTarget(type()).map(
        ([place, word, value]) => [`${at(propertyName)} ${place}`, word, value] as const,
      ),
    ]),
    ...ours(home, tree),
  ];
}

/** What entities of one table are called alike. */
function homeOf(target: unknown, table: string | undefined): string {
  if (target instanceof EntitySchema) return target.options.tableName ?? target.options.name;
  return table ?? (typeof target === "function" ? target.name : "");
}

function ours(home: string, tree: readonly unknown[]): Found[] {
  const by = <S extends { readonly target: unknown }>(list: readonly S[]) =>
    list.filter(({ target }) => tree.includes(target));
  const told = (["renamedFrom", "using", "backfill"] as const).flatMap((kind) =>
    by(said(kind)).map(({ property }): Found => {
      const word = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
      return [`${home}.${property} ${word}`, word, true];
    }),
  );
  return [
    ...told,
    ...by(said("index")).flatMap(({ name, keys, options }) => [
      [`${home} ${name}`, "SqlIndex", [keys, options]] as const,
      ...each(`${home} ${name}`, "SqlIndex", { ...options }),
      ...keys.flatMap((key) =>
        typeof key === "string" ? [] : each(`${home} ${name}`, "SqlIndex", { ...key }),
      ),
    ]),
    ...by(said("extension")).map(({ name, options }) => [name, "Extension", options] as const),
    ...by(said("tableOptions")).flatMap(({ unlogged, storage }) => [
      ...(unlogged === undefined
        ? []
        : ([[`${home} unlogged`, "TableOptions: unlogged", unlogged]] as const)),
      ...Object.entries(storage).map(
        ([name, value]) => [`${home} ${name}`, "TableOptions: storage", value] as const,
      ),
    ]),
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
