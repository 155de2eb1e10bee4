import { join } from "node:path";
import { readAttachments, readFoundation } from "../../../src/catalog";
import type { Change, Plan, Strategy } from "../../../src/change";
import type { Configuration } from "../../../src/config/configuration";
import { noHooks } from "../../../src/config/hooks";
import { diff } from "../../../src/diff";
import { describeEntities } from "../../../src/entities";
import { compare, type Difference } from "../../../src/pipeline";
import { usualLiterals } from "../../../src/postgres";
import { build } from "../../../src/proof";
import { applyFilters } from "../../../src/reconcile";
import { noAnswers, parseRename } from "../../../src/renames";
import { idOf, listOf, qualify, type Schema } from "../../../src/schema";
import { projectOf } from "../../support/projects";
import type { Case, Expectation, Rows } from "./case";
import { catalogOf, reset, run, type World } from "./world";

/**
 * Runs a case: there and back, with its rows. Afterwards nothing is left to do, and then nothing is left of it.
 * Returns the statements for people to read.
 */
export async function check(world: World, subject: Case, strategy: Strategy = "simple"): Promise<string> {
  const { session } = world;
  await reset(session);
  await make(world, subject);
  const start = await catalogOf(session);
  const made = relationsOf(start);
  if (subject.byHand !== undefined) await session.query(subject.byHand);
  const byHand = subject.byHand === undefined ? start : await catalogOf(session);
  if (subject.rows !== undefined) await session.query(subject.rows);
  const expectations = subject.expectRows ?? [];
  const atFirst = await ask(world, expectations);

  const compared = { ...subject, made, strategy };
  const { up, down } = await difference(world, compared, byHand);
  if (subject.unchanged) expect([...up.statements, ...down.statements]).toEqual([]);
  await run(session, up);
  const there = await catalogOf(session);
  expect(summary((await difference(world, compared, there)).changes)).toEqual([]);
  await expectRows(world, expectations, atFirst, "up");

  await run(session, down);
  expect(summary(diff(await catalogOf(session), byHand))).toEqual([]);
  await expectRows(world, expectations, atFirst, "down");
  return `-- up${text(up)}\n\n-- down${text(down)}\n`;
}

/** What stands between the database, whatever has made it, and the entities. */
export async function changesNow(world: World, subject: Case) {
  const live = await catalogOf(world.session);
  const compared = { ...subject, made: relationsOf(live), strategy: "simple" } as const;
  return summary((await difference(world, compared, live)).changes);
}

/** Makes what a case begins with. */
export async function make(world: World, subject: Case): Promise<void> {
  const { before, options = {}, optionsBefore = options } = subject;
  if (typeof before === "string") return void (await world.session.query(before));
  const configuration = configurationOf(world, { ...subject, options: optionsBefore });
  await build(world.session, (await describeEntities(configuration, before)).schema);
}

/** A project whose entities are these. */
function configurationOf(
  { directory, target }: World,
  { after, options = {}, withoutScratch = false }: Case,
): Configuration {
  return {
    // Where nobody has asked a scratch database, no answer is remembered either.
    root: withoutScratch ? join(directory, "unasked") : directory,
    target,
    defaultSchema: options.schema ?? "public",
    project: projectOf(after, options),
    migrations: { directory, patterns: [], classes: [], table: "migrations" },
    filters: { include: [], exclude: [] },
    strategy: "simple",
    hooks: noHooks,
    hazards: {},
  };
}

const relationsOf = (schema: Schema) => {
  const kinds = ["table", "view", "materializedView", "index"] as const;
  const relations = kinds.flatMap((kind) => listOf(schema, kind));
  return new Set(relations.map((relation) => qualify(relation.schema, relation.name)));
};

interface Compared extends Case {
  readonly made: ReadonlySet<string>;
  readonly strategy: Strategy;
}

/** What stands between the database as it is now and the entities. */
async function difference(world: World, subject: Compared, live: Schema): Promise<Difference> {
  const { made, strategy } = subject;
  const configuration = { ...configurationOf(world, subject), strategy };
  const described = await describeEntities(configuration, subject.after);
  const foundation = await readFoundation(world.session);
  const filtered = applyFilters(live, described.schema, configuration.filters, described.left);
  const sources = {
    live: filtered.live,
    whole: live,
    attachments: await readAttachments(world.session),
    described: { ...described, schema: filtered.described },
    migrations: [],
    made,
    foundation,
    context: `server ${world.version}`,
    literals: usualLiterals,
    version: world.version,
  };
  const open = subject.withoutScratch ? refuse : async () => world.scratch;
  const renames = (subject.renames ?? []).map((rename) => parseRename(rename, "flag"));
  return compare(configuration, sources, { ...noAnswers, renames }, open);
}

const refuse = () => Promise.reject(new Error("a scratch database is asked, though the case can do without"));

const isAsked = (expectation: Expectation) => expectation.up === undefined || expectation.down === undefined;

async function ask(
  { session }: World,
  expectations: readonly Expectation[],
): Promise<Map<Expectation, Rows>> {
  const answers = new Map<Expectation, Rows>();
  for (const expectation of expectations.filter(isAsked))
    answers.set(expectation, (await session.query(expectation.query)).map(Object.values));
  return answers;
}

async function expectRows(
  { session }: World,
  expectations: readonly Expectation[],
  atFirst: ReadonlyMap<Expectation, Rows>,
  direction: "up" | "down",
): Promise<void> {
  for (const expectation of expectations) {
    if (expectation[direction] === null) continue;
    const rows = (await session.query(expectation.query)).map(Object.values);
    expect({ [direction]: expectation.query, rows }).toEqual({
      [direction]: expectation.query,
      rows: expectation[direction] ?? atFirst.get(expectation),
    });
  }
}

function summary(changes: readonly Change[]) {
  return changes.map((change) => ({
    object: idOf(change.to ?? change.from),
    action: change.action,
    from: change.from,
    to: change.to,
  }));
}

function text({ statements, transaction }: Plan): string {
  if (statements.length === 0) return "\n-- nothing";
  const lines = statements.map(({ sql }) => `\n${sql};`).join("");
  return `${transaction ? "" : ", each statement by itself"}${lines}`;
}
