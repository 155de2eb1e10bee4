import { SchemaError } from "../errors";
import type { EntityTarget } from "../project";
import { type FindOrigin, isEntitySchema } from "./origins";
import type { EntityPlace } from "./place";
import { nameOfPlace } from "./problems";

/** What TypeORM says when it refuses entities. `entity` and `property` are groups of the pattern. */
interface Refusal {
  readonly pattern: RegExp;
  readonly code: string;
  readonly hint: string;
}

const refusals: readonly Refusal[] = [
  {
    pattern: /Entity metadata for (?<entity>[\w$]+)(?:#(?<property>[\w$.]+))? was not found/,
    code: "ENTITY_NOT_LOADED",
    hint: "Export the related entity from a file that the data source's entities (or --entities) name, or list it there.",
  },
  {
    pattern: /Entity "(?<entity>[\w$]+)" does not have a primary column/,
    code: "ENTITY_WITHOUT_PRIMARY_KEY",
    hint: "Decorate a property with @PrimaryColumn() or @PrimaryGeneratedColumn().",
  },
  {
    pattern: /Data type ".*" in "(?<entity>[\w$]+)\.(?<property>[\w$.]+)" is not supported/s,
    code: "ENTITY_TYPE_UNSUPPORTED",
    hint: "Give the column one of TypeORM's types for PostgreSQL.",
  },
  {
    pattern: /Circular relations detected: (?<entity>[\w$]+)/,
    code: "ENTITY_RELATIONS_CIRCULAR",
    hint: "Set nullable: true on one relation of the circle, as a row of one must exist before a row of the other.",
  },
  {
    pattern: /contains column that is missing in the entity \((?<entity>[\w$]+)\)/,
    code: "ENTITY_COLUMN_MISSING",
    hint: "Name properties of the entity, not columns of the table.",
  },
  {
    pattern: /Column "?(?<property>[\w$.]+)"? of Entity "?(?<entity>[\w$]+)"?/,
    code: "ENTITY_INVALID",
    hint: "Correct the options of the column.",
  },
  {
    pattern: /(?<entity>[\w$]+)#(?<property>[\w$.]+)/,
    code: "ENTITY_INVALID",
    hint: "Correct the relation.",
  },
  {
    pattern: /[Ee]ntit(?:y|ies) "?(?<entity>[\w$]+)"?/,
    code: "ENTITY_INVALID",
    hint: "Correct the entity.",
  },
];

/** Runs `build`; what TypeORM refuses becomes an error that names the entity, its property, the file and the line. */
export async function explainRefusal<T>(
  targets: readonly EntityTarget[],
  findOrigin: FindOrigin,
  build: () => Promise<T>,
): Promise<T> {
  try {
    return await build();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const refusal = refusals.find(({ pattern }) => pattern.test(message));
    const place = placeOf(refusal?.pattern.exec(message)?.groups, targets);
    const where = place === null ? "" : `${nameOfPlace(place, findOrigin(place))}: `;
    throw new SchemaError({
      code: refusal?.code ?? "ENTITY_INVALID",
      message: `${where}TypeORM refuses the entities. ${message}`,
      hint: refusal?.hint ?? "Correct the entities; the message is TypeORM's own.",
      cause: error,
    });
  }
}

function placeOf(
  groups: Readonly<Record<string, string | undefined>> | undefined,
  targets: readonly EntityTarget[],
): EntityPlace | null {
  const { entity: name, property: path } = groups ?? {};
  const target = targets.map(declaredBy).find((candidate) => nameOf(candidate) === name);
  if (target === undefined || name === undefined) return null;
  const property = path === undefined ? null : { declaredBy: target, name: path.split(".")[0] ?? path, path };
  return { entity: { name, target }, property };
}

type Declaring = EntityPlace["entity"]["target"];

/** The class, or the name of an EntitySchema without one. */
function declaredBy(target: EntityTarget): Declaring {
  return isEntitySchema(target) ? (target.options.target ?? target.options.name) : target;
}

const nameOf = (target: Declaring) => (typeof target === "string" ? target : target.name);
