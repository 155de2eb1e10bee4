import { basename, relative } from "node:path";
import type { Configuration } from "../config";
import { mastersOf } from "../config/masters";
import { readEntities } from "../entities";
import { exitStatus } from "../errors";
import { levelsOf } from "../hazards";
import { findLockProblems, type Migration, readMigrations } from "../migrations";
import { isGrave } from "../migrations/lock/problems";
import { labelOf } from "../postgres";
import { count } from "../report/references";
import { listOf } from "../schema";
import { attempt, type Finding, ok, problem, warning } from "./finding";
import { versionFindings } from "./versions";

/** Looks at everything that the tool reads of the project. Needs no database. */
export async function validate(configuration: Configuration): Promise<readonly Finding[]> {
  return [
    ...versionFindings(configuration),
    ...(await attempt("configuration", () => configurationFindings(configuration))),
    ...mastersOf(configuration.project.options).map(({ message, hint }) =>
      warning("configuration", message, hint),
    ),
    ...(await attempt("entities", () => entityFindings(configuration))),
    ...(await attempt("migrations", () => migrationFindings(configuration))),
  ];
}

async function configurationFindings(configuration: Configuration): Promise<Finding[]> {
  const { root, project, target, defaultSchema, hazards } = configuration;
  levelsOf(hazards);
  const source =
    project.dataSourceFile === null ? "no data source file" : relative(root, project.dataSourceFile);
  return [ok("configuration", `${source}, ${labelOf(target)}, schema ${defaultSchema}`)];
}

async function entityFindings(configuration: Configuration): Promise<Finding[]> {
  const { schema } = await readEntities(configuration);
  const [tables, views] = [listOf(schema, "table").length, listOf(schema, "view").length];
  if (tables + views > 0) return [ok("entities", `${count(tables, "table")}, ${count(views, "view")}`)];
  return [
    warning(
      "entities",
      "No entity describes a table.",
      "See that the data source's entities, or --entities, cover the files.",
    ),
  ];
}

async function migrationFindings(configuration: Configuration): Promise<Finding[]> {
  const migrations = await readMigrations(configuration);
  const { directory } = configuration.migrations;
  const lock = await findLockProblems(directory, migrations);
  return [
    ok("migrations", `${migrations.length} in ${relative(configuration.root, directory) || "."}`),
    ...migrations.flatMap(misnamed),
    ...migrations.flatMap(fromTheFuture),
    ...migrations.filter(({ instance }) => typeof instance.down !== "function").map(irreversible),
    ...lock.map((each) =>
      isGrave(each)
        ? problem("lock", each.message, each.hint, exitStatus.refused)
        : warning("lock", each.message, each.hint),
    ),
  ];
}

/** The order is that of the classes' names, and people look at the files'. */
function misnamed({ name, timestamp, file }: Migration): Finding[] {
  const [digits] = file === null ? [] : (/^\d+/.exec(basename(file)) ?? []);
  if (digits === undefined || Number(digits) === timestamp || file === null) return [];
  return [
    warning(
      "migrations",
      `The file ${basename(file)} holds ${name}, which runs at ${timestamp}: its place is that of the class.`,
      "Give both the same timestamp, unless it is applied somewhere already.",
    ),
  ];
}

const day = 86_400_000;

function fromTheFuture({ name, timestamp }: Migration): Finding[] {
  if (timestamp <= Date.now() + day) return [];
  return [
    warning(
      "migrations",
      `${name} has a timestamp in the future: what is written until then comes after it all the same, and never by the clock.`,
      "Give it the time at which it was written, unless it is applied somewhere already.",
    ),
  ];
}

const irreversible = ({ name }: Migration): Finding =>
  warning(
    "migrations",
    `${name} has no down method, so it cannot be rolled back.`,
    "Write one, where there is a way back.",
  );
