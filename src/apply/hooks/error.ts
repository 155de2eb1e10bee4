import type { HookMoment } from "../../config/hooks";
import { PostgresError } from "../../postgres";
import { placeIn } from "../run/place";
import type { Hook } from "./read";

/** A hook that did not come to its end. */
export class HookError extends Error {
  readonly moment: HookMoment;
  readonly hook: Hook;
  /** What PostgreSQL said, or what the function has thrown. */
  readonly reason: unknown;

  constructor(moment: HookMoment, hook: Hook, reason: unknown) {
    super(reason instanceof Error ? reason.message : String(reason), { cause: reason });
    this.moment = moment;
    this.hook = hook;
    this.reason = reason;
  }
}

/** `hook afterEach (sql/grants.sql)` */
export function titleOf({ moment, hook }: HookError): string {
  return `hook ${moment} (${hook.name})`;
}

/** What PostgreSQL says of it, with the place in the file. */
export function reasonTextOf({ reason, hook }: HookError): string {
  if (!(reason instanceof PostgresError))
    return `: ${reason instanceof Error ? reason.message : String(reason)}.`.replace(/\.\.$/, ".");
  const sql = hook.kind === "sql" ? hook.sql : reason.statement;
  const place = reason.position === null ? "" : ` at ${placeIn(sql, reason.position)}`;
  const more = [
    ...(reason.detail === null ? [] : [`\nDetail: ${reason.detail}`]),
    ...(reason.serverHint === null ? [] : [`\nHint: ${reason.serverHint}`]),
  ];
  const shown = hook.kind === "sql" ? "" : `\n\n${reason.statement.replace(/^/gm, "  ")}\n`;
  return `${place}: ${reason.message} (${reason.sqlstate}).${shown}${more.join("")}`;
}
