import { qualify } from "../schema";
import type { MigrationSource } from "./migration";
import { type RelationEvent, relationEvents } from "./scan-relations";
import { hole, type ScannedScript, scanScript } from "./scan-script";

/**
 * The tables and views that migrations made, oldest migration first, as `pathOf` writes them. Only these may be
 * dropped when no entity describes them any more; whatever this reading overlooks is left alone.
 */
export function tablesMadeBy(
  migrations: readonly MigrationSource[],
  defaultSchema: string,
): ReadonlySet<string> {
  const made = new Set<string>();
  for (const migration of migrations) {
    const displaced = new Set<string>();
    for (const event of upEventsOf(migration)) replay(event, made, displaced, defaultSchema);
  }
  return made;
}

function upEventsOf({ source, scripts }: MigrationSource): RelationEvent[] {
  return scripts === undefined ? eventsOf(scanScript(source)) : relationEvents(scripts.up);
}

/** `displaced`: what the migration took down without any having made it. If it is put back, it is still somebody else's. */
function replay(
  event: RelationEvent,
  made: Set<string>,
  displaced: Set<string>,
  defaultSchema: string,
): void {
  const path = qualify(event.schema ?? defaultSchema, event.name);
  if (path.includes(hole)) return;
  switch (event.kind) {
    case "made":
      if (!displaced.has(path)) made.add(path);
      return;
    case "dropped":
      if (!made.delete(path) && event.sure) displaced.add(path);
      return;
    case "renamed":
      if (made.delete(path)) made.add(qualify(event.schema ?? defaultSchema, event.to));
      return;
    case "moved":
      if (made.delete(path)) made.add(qualify(event.to, event.name));
      return;
  }
}

const method =
  /(?<!\w)(up|down)\s*(?:=\s*(?:async\s*)?(?:function\s*)?)?\([^)]*\)\s*(?::[^{=]*)?(?:=>\s*)?\{/g;
const call = /\.(createTable|createView|renameTable|dropTable|dropView)\(([\s\S]*?)\)|⟨(\d+)⟩/g;

/** What the `up` methods do, in the order in which they say it. */
function eventsOf({ code, literals }: ScannedScript): RelationEvent[] {
  const starts = [...code.matchAll(method)];
  return starts.flatMap((start, index) => {
    if (start[1] !== "up") return [];
    const body = code.slice(start.index, starts[index + 1]?.index);
    return [...body.matchAll(call)].flatMap(([, name, given, literal]) =>
      name === undefined
        ? relationEvents(literals[Number(literal)] ?? "")
        : callEvents(name, given ?? "", literals),
    );
  });
}

/** The methods of TypeORM's query runner, given a name or `new Table({ name: … })`. */
function callEvents(name: string, given: string, literals: readonly string[]): RelationEvent[] {
  const literal = (pattern: RegExp): string | null => literals[Number(pattern.exec(given)?.[1])] ?? null;
  const isObject = /^\s*new\s/.test(given);
  // The first property called `name` is the table's own only when no column is described before it.
  const own = /^[^[]*?\bname:\s*⟨(\d+)⟩/;
  const target = literal(isObject ? own : /^\s*⟨(\d+)⟩/);
  if (target === null) return [];
  const [last = "", ...before] = target.split(".").reverse();
  const relation = {
    schema: before[0] ?? (isObject ? literal(/^[^[]*?\bschema:\s*⟨(\d+)⟩/) : null),
    name: last,
  };
  if (name.startsWith("create")) return [{ kind: "made", ...relation }];
  if (name.startsWith("drop")) return [{ kind: "dropped", sure: false, ...relation }];
  const to = literal(/^\s*⟨\d+⟩\s*,\s*⟨(\d+)⟩/)
    ?.split(".")
    .at(-1);
  return to === undefined ? [] : [{ kind: "renamed", ...relation, to }];
}
