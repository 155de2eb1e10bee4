import { migrationToAmend } from "./amending";
import { plannedMigration } from "./apply";
import { sayingWhere } from "./blamed";
import { pastAttachments } from "./bystanders";
import { type Answers, type Change, joinAnswers, noAnswers, type Plan } from "./change";
import type { Configuration } from "./config/configuration";
import { diff } from "./diff";
import type { Origin } from "./entities/desired";
import { schemaWayOf } from "./fingerprint";
import { acceptedIn, type Hazard, hazardsOf, levelsOf, refuseStopping, stepsOf } from "./hazards";
import { destroysUnseen, hiddenLosses, type Loss, lossesOf } from "./hazards/data-loss";
import {
  emptyReview,
  lockWith,
  type Migration,
  nameOf,
  nextTimestamp,
  readMigrations,
  tablesMadeBy,
  titleOf,
} from "./migrations";
import {
  guardStatements,
  homeStatements,
  planWay,
  precede,
  renameBackStatements,
  renameStatements,
  succeed,
  valuesBack,
} from "./plan";
import { checkValues, type Proof, prove, withFoundation, withScratch } from "./proof";
import { reconcile } from "./reconcile";
import {
  type Decision,
  decide,
  flagsOf,
  rememberedAnswers,
  resolveValues,
  wantedValues,
  withinReach,
} from "./renames";
import { reviewOf } from "./report/review";
import type { Attachment, Id, Schema, Unmanaged } from "./schema";
import { settle } from "./settle";
import { type OpenScratch, readSources, type SourceOptions, type Sources } from "./sources";
import {
  amendedWriting,
  draftOf,
  type FileText,
  lockedAs,
  newWriting,
  type Shape,
  type Writing,
  write,
} from "./writing";

/** What stands between the database and the entities, and the way there and back. */
export interface Difference {
  readonly changes: readonly Change[];
  /** The part of the database that is ours, and what it shall become. */
  readonly current: Schema;
  readonly desired: Schema;
  readonly up: Plan;
  readonly down: Plan;
  /** Triggers, policies and rules that are taken down and put back on either way. */
  readonly attachments: readonly Attachment[];
  /** The confirmed renames, which `up` begins with, and what a person still has to say. */
  readonly decision: Decision;
  /** Where in the project each desired object is described. */
  readonly origins: ReadonlyMap<Id, Origin>;
  /** What no migration will touch; null when nobody asked. */
  readonly unmanaged: readonly Unmanaged[] | null;
}

export interface DifferenceOptions extends SourceOptions {
  /** What a person has said about renames and removals. */
  readonly answers?: Answers | undefined;
}

/** Finds what stands between the database and the entities. Changes nothing anywhere. */
export async function difference(
  configuration: Configuration,
  options: DifferenceOptions = {},
): Promise<Difference> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const sources = await readSources(configuration, options, openScratch);
    return compare(configuration, sources, options.answers ?? noAnswers, openScratch);
  });
}

/** Both sources → comparable → confirmed renames → changes → statements, there and back. */
export async function compare(
  configuration: Configuration,
  sources: Sources,
  answers: Answers,
  open: OpenScratch,
): Promise<Difference> {
  const openScratch = withFoundation(open, sources.foundation);
  const { live, described, made } = sources;
  const { defaultSchema, strategy } = configuration;
  const said = joinAnswers(described.answers, answers);
  const reach = withinReach(said, live, described.schema, defaultSchema);
  const within = (more: Iterable<string>) =>
    reconcile(live, described, new Set([...made, ...more]), defaultSchema);
  const decision = decide(said, within(reach), defaultSchema);
  const { before, renamings, current, desired, changes } = await sayingWhere(described.origins, () =>
    settle(configuration, sources, decision, openScratch),
  );
  const renames = renameStatements(renamings, before.current);
  const home = changes.length > 0 ? homeStatements(live, defaultSchema) : [];
  const back = renameBackStatements(renamings, before.current, current);
  const { values, unused } = resolveValues(said, { current, desired, renamings, defaultSchema });
  if (values.usings.size + values.backfills.size > 0)
    await checkValues((await openScratch()).session, values, current, desired);
  const undone = valuesBack(changes, values);
  const guards = guardStatements(changes, current, desired, values, renamings);
  const guardsBack = guardStatements(diff(desired, current), desired, current, undone, []);
  const { up, down, attachments } = pastAttachments(
    { plan: planWay(current, desired, values, strategy, diff), before: current, after: desired },
    { plan: planWay(desired, current, undone, strategy, diff), before: desired, after: current },
    sources.attachments,
    renamings,
  );
  return {
    changes: [...renames.flatMap((statement) => statement.changes), ...changes],
    current: before.current,
    desired,
    up: precede([...home, ...guards, ...renames], up),
    down: precede(guardsBack, succeed(down, back)),
    attachments,
    decision: {
      ...decision,
      spent: [...decision.spent, ...unused],
      wanted: decision.questions.length > 0 ? [] : wantedValues(changes, current, values, decision.dropped),
    },
    origins: described.origins,
    unmanaged: sources.unmanaged ?? null,
  };
}

export interface GenerateOptions extends DifferenceOptions, Shape {
  /** Whether whatever is removed may go, said or not. */
  readonly acceptDataLoss?: boolean | undefined;
  /** Write the newest migration, which is not applied yet, again, and keep what is written in its places by hand. */
  readonly amend?: boolean | undefined;
  /** With `amend`: whether what was edited outside of the places may go. */
  readonly acceptEdits?: boolean | undefined;
  /** Made from the changes when left out. */
  readonly name?: string | undefined;
  /** Milliseconds since 1970, 13 digits; the clock's when left out. */
  readonly timestamp?: number | undefined;
  /** Give the text and write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Why a hazard is taken all the same that the settings would have refused, by its rule's code. */
  readonly acceptedHazards?: ReadonlyMap<string, string> | undefined;
  /** False to write what was not shown to work. */
  readonly proof?: boolean | undefined;
}

export type Generated =
  | { readonly status: "nothing" }
  /** The entities ask for nothing any more that the migration to be amended would have to do. It was left alone. */
  | { readonly status: "superfluous"; readonly file: string }
  /** A person must say first what became of what is gone. Nothing was written. */
  | { readonly status: "needs-decision"; readonly difference: Difference }
  /** Data would be lost that nobody has given up. Nothing was written. */
  | { readonly status: "refused"; readonly losses: readonly Loss[]; readonly difference: Difference }
  | {
      readonly status: "generated";
      /** Absolute; null after a dry run. Of two scripts it is that of `up`. */
      readonly file: string | null;
      readonly fileName: string;
      readonly className: string;
      /** Of all files. */
      readonly text: string;
      readonly files: readonly FileText[];
      /** The files, absolute, in whose place it is written; empty for a new migration. */
      readonly replaces: readonly string[];
      /** The text of the lock file with this migration. */
      readonly lock: string;
      readonly difference: Difference;
      /** Null without one. */
      readonly proof: Proof | null;
      readonly hazards: readonly Hazard[];
    };

/** Finds the difference, proves the way there and back in a scratch database, and writes it as a migration. */
export async function generate(
  configuration: Configuration,
  options: GenerateOptions = {},
): Promise<Generated> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const all = await readMigrations(configuration);
    const amended = options.amend ? await migrationToAmend(configuration, options, all) : null;
    const migrations = all.filter(({ name }) => name !== amended?.name);
    const sources = await readSources(configuration, options, openScratch, migrations);
    // What was said when it was written holds for writing it again.
    const remembered = amended ? rememberedAnswers(amended.source) : noAnswers;
    const answers = joinAnswers(remembered, options.answers ?? noAnswers);
    const found = await compare(configuration, sources, answers, openScratch);
    if (found.changes.length === 0)
      return amended ? { status: "superfluous", file: amended.file } : { status: "nothing" };
    const { questions, wanted, dropped } = found.decision;
    if (questions.length + wanted.length > 0) return { status: "needs-decision", difference: found };
    const losses = lossesOf(found.up).filter(({ kind, path }) => !dropped.has(`${kind} ${path}`));
    if (losses.length > 0 && !options.acceptDataLoss) return { status: "refused", losses, difference: found };
    const writing = amended
      ? amendedWriting(amended, found, options)
      : newWriting(
          configuration,
          options.name ?? nameOf(found.changes, found.current),
          options.timestamp ?? nextTimestamp(migrations.map(({ timestamp }) => timestamp)),
          found,
          options,
        );
    const migration = await runnable(configuration, writing, found);
    const proof =
      options.proof === false
        ? null
        : await sayingWhere(found.origins, async () =>
            prove(configuration, await withFoundation(openScratch, sources.foundation)(), {
              ...found,
              migration,
              byHand: writing.byHand ? tablesMadeBy([migration], configuration.defaultSchema) : null,
            }),
          );
    const hidden = hiddenLosses(proof?.fates ?? [], found.up);
    if (hidden.length > 0) throw destroysUnseen(hidden);
    const hazards = hazardsOf(
      {
        steps: await stepsOf(found.up, proof?.up ?? null),
        before: found.current,
        after: found.desired,
        transaction: migration.transaction,
        planned: true,
      },
      levelsOf(configuration.hazards),
      new Map([...acceptedIn(amended?.source ?? ""), ...(options.acceptedHazards ?? [])]),
    );
    refuseStopping(hazards);
    const { up, down, changes, current: before, desired: after, origins } = found;
    const title = titleOf(writing.slug);
    const draft = { source: writing.files(emptyReview)[0]?.text ?? "" };
    const review = {
      answers: flagsOf(answers),
      ...reviewOf({ title, changes, up, down, before, after, origins, proof, hazards }),
      schema: schemaWayOf(before, after, migrations, draft, configuration.defaultSchema),
    };
    const { className, fileName, replaces } = writing;
    const files = writing.files(review);
    const text = files.map((each) => each.text).join("\n");
    const lock = await lockWith(configuration.migrations.directory, migrations, lockedAs(files));
    const written = options.dryRun ? [] : await write(configuration, { files, lock, replaces });
    const shape = { className, fileName, text, files, replaces, lock };
    return { status: "generated", file: written[0] ?? null, ...shape, difference: found, proof, hazards };
  });
}

/** The migration as its file will run: by its own text where a person has a hand in that, else by its plan. */
async function runnable(
  configuration: Configuration,
  writing: Writing,
  { up, down }: Difference,
): Promise<Migration> {
  const { className, timestamp, byHand } = writing;
  return byHand ? draftOf(configuration, writing) : plannedMigration(className, timestamp, up, down);
}

/** Writes what a dry run gave. */
export async function writeGenerated(
  configuration: Configuration,
  result: Extract<Generated, { status: "generated" }>,
): Promise<Generated> {
  const [file = null] = await write(configuration, result);
  return { ...result, file };
}
