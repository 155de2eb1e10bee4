import { plannedMigration } from "../apply";
import type { Extra } from "../catalog";
import { noValues, type Plans, plainly, plainStatement, type Statement } from "../change";
import type { Sources } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import { partMadeBy, structureOf } from "../fingerprint";
import {
  fileNamesOf,
  migrationName,
  nextTimestamp,
  type Review,
  renderMigration,
  shippedTemplate,
  styleIn,
  withByHand,
} from "../migrations";
import { homeStatement, planWay, precede, succeed } from "../plan";
import { type Proof, withScratch } from "../proof";
import { reconcile } from "../reconcile";
import { reviewOf } from "../report/review";
import {
  emptySchema,
  filterSchema,
  listOf,
  mapSchema,
  type Schema,
  schemaOf,
  type Unmanaged,
} from "../schema";
import { proveBaseline } from "./prove";
import { leftOf, unsayableOf } from "./unsayable";

export interface BaselineOptions {
  readonly name: string;
  /** Milliseconds since 1970, 13 digits; the clock's when left out. */
  readonly timestamp?: number | undefined;
  /** The URL of a server to make scratch databases on, instead of the target's own. */
  readonly scratch?: string | undefined;
}

export interface Baseline {
  readonly fileName: string;
  readonly className: string;
  readonly text: string;
  /** How many tables it makes. */
  readonly tables: number;
  readonly proof: Proof;
  /** What is in the database and not in the file. */
  readonly left: readonly Unmanaged[];
}

/** The part of the database that entities describe, as it is there. */
export function foundIn({ live, described, made }: Sources, defaultSchema: string): Schema {
  const { current } = reconcile(live, described, made, defaultSchema);
  // In an empty database nobody needs to be spared.
  return mapSchema(current, (object) =>
    object.kind === "index" ? { ...object, concurrently: false } : object,
  );
}

/**
 * The migration that makes, in an empty database, what the entities describe of this one, just as it is here, together
 * with what stands on those tables that entities cannot say. Proved in a scratch database, both ways.
 */
export async function baselineOf(
  configuration: Configuration,
  sources: Sources,
  extras: readonly Extra[],
  options: BaselineOptions,
): Promise<Baseline> {
  const ours = foundIn(sources, configuration.defaultSchema);
  const unsayable = unsayableOf(ours, { ...sources, extras });
  const { byHand } = unsayable;
  const before = filterSchema(
    ours,
    ({ kind, name }) => kind === "namespace" && name === configuration.defaultSchema,
  );
  const up = precede(homeOf(configuration), planWay(before, ours, noValues, plainly, diff));
  const down = planWay(ours, before, noValues, plainly, diff);
  const timestamp = options.timestamp ?? nextTimestamp([]);
  const name = migrationName(options.name, timestamp);
  const { className } = name;
  const format = configuration.migrations.format === "js" ? "js" : "ts";
  const [fileName = name.fileName] = fileNamesOf(name, format);
  const style = styleIn(configuration.migrations.directory, format);
  const whole = {
    up: succeed(
      precede(
        byHand.before.map((sql) => plainStatement(sql)),
        up,
      ),
      byHand.after.map((sql) => plainStatement(sql)),
    ),
    down: succeed(
      down,
      byHand.undone.map((sql) => plainStatement(sql)),
    ),
  };
  const claim = {
    ...whole,
    found: schemaOf([...ours.objects.values(), ...unsayable.indexes]),
    migration: plannedMigration(className, timestamp, whole.up, whole.down),
  };
  const proof = await withScratch(configuration.target, options.scratch ?? null, async (open) =>
    proveBaseline(configuration, await open(), claim),
  );
  const review = reviewOf({
    title: "The schema as it was found",
    changes: diff(before, ours),
    before,
    after: ours,
    origins: sources.described.origins,
    up,
    down,
    proof,
    hazards: [],
  });
  const render = (told: Review) =>
    withByHand(
      renderMigration(
        { className, review: told, ...transactionOf({ up, down }, whole) },
        shippedTemplate(format),
        style,
      ),
      byHand,
    );
  // Of what it makes, by its own text, so that it is known again on any PostgreSQL.
  const made = [{ source: render(review) }];
  const to = structureOf(partMadeBy(sources.live, made, configuration.defaultSchema));
  return {
    fileName,
    className,
    text: render({ ...review, schema: { from: structureOf(emptySchema), to } }),
    tables: listOf(ours, "table").length,
    proof,
    left: leftOf(sources.unmanaged ?? [], unsayable),
  };
}

/** Elsewhere it may be missing. */
function homeOf({ defaultSchema }: Configuration): Statement[] {
  return defaultSchema === "public" ? [] : [homeStatement(defaultSchema)];
}

/** The statements of the one, in transactions as the other needs them. */
function transactionOf({ up, down }: Plans, whole: Plans): Plans {
  return {
    up: { ...up, transaction: whole.up.transaction },
    down: { ...down, transaction: whole.down.transaction },
  };
}
