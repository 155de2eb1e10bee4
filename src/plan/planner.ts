import {
  type Change,
  type Manner,
  noValues,
  type Plan,
  plainly,
  type Statement,
  type Values,
} from "../change";
import { qualify, type Schema } from "../schema";
import { edgesOf } from "./edges";
import { isRebuilt } from "./enums";
import { expand } from "./expand";
import { withoutGaps } from "./gaps";
import { untied } from "./knots";
import { online } from "./online";
import { sortSteps } from "./order";
import type { World } from "./renderer";
import { type Step, stepsOf } from "./steps";
import { together } from "./together";
import { separateCommits } from "./transactions";

/**
 * Puts the changes from `before` to `after` in an order PostgreSQL accepts and writes them as SQL. Pure: the same
 * schemas give the same statements.
 */
export function plan(
  changes: readonly Change[],
  before: Schema,
  after: Schema,
  values: Values = noValues,
  { strategy, version }: Manner = plainly,
): Plan {
  const world: World = { before, after, rebuiltEnums: rebuiltEnums(changes), values };
  const { aside, changes: untangled } = untied(expand(changes, before, after, version));
  const plain = stepsOf(untangled, world);
  const steps = strategy === "online" ? online(plain, world) : plain;
  const graph = { steps, edges: edgesOf(steps, world) };
  const first = stepsOf(aside, world);
  const planned = planOf([...first, ...sortSteps(graph.steps, graph.edges)]);
  if (planned.transaction) return planned;
  const whole = withoutGaps(graph, (part) => sortSteps(part.steps, part.edges));
  return whole === null ? planned : planOf([...first, ...sortSteps(whole.steps, whole.edges)]);
}

function planOf(sorted: readonly Step[]): Plan {
  const statements = sorted.flatMap(({ change, absorbed, sql }) =>
    sql.map(
      ({ text, beside, ...known }): Statement => ({
        sql: text,
        ...known,
        changes: beside ? [] : [change, ...absorbed],
      }),
    ),
  );
  return separateCommits(together(statements));
}

function rebuiltEnums(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) =>
      change.kind === "enum" && change.action === "alter" && isRebuilt(change)
        ? [qualify(change.to.schema, change.to.name)]
        : [],
    ),
  );
}
