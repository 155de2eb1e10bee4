import ansis from "ansis";
import type { ApplyEvent, Blocker, LockHolder, Progress, Working } from "../apply";
import { count } from "./references";
import { duration } from "./run";

/** What to write to a terminal for an event; `interactive` ones write over the line of what is going on. */
export function progressText(event: ApplyEvent, interactive: boolean): string {
  const line = (text: string) => `${interactive ? clearLine : ""}${text}\n`;
  switch (event.kind) {
    case "waiting":
      return line(ansis.yellow(`Waiting for another run${holderText(event.holder)}.`));
    case "started":
      return interactive ? `${clearLine}${ansis.dim(`… ${event.migration.name}`)}` : "";
    case "statement":
      return interactive
        ? `${clearLine}${ansis.dim(`… ${event.migration.name}, statement ${event.number}`)}`
        : "";
    case "hook":
      return interactive ? `${clearLine}${ansis.dim(`… ${event.moment}, ${event.name}`)}` : "";
    case "blocked":
      return event.blockers.map((blocker) => line(ansis.yellow(blockerText(blocker)))).join("");
    case "progress": {
      const text = `${whereText(event)}: ${progressOf(event.progress)}`;
      return interactive ? `${clearLine}${ansis.dim(`… ${text}`)}` : line(text);
    }
    case "retrying":
      return line(
        ansis.yellow(
          `${event.migration.name}: ${event.reason}; rolled back, attempt ${event.attempts + 1} in ${duration(event.pause)}.`,
        ),
      );
    case "resumed":
      return line(`${event.migration.name} goes on after ${count(event.finished, "statement")} done before.`);
    case "finished": {
      const { name, direction, statements, milliseconds } = event.migration;
      const mark = ansis.green(direction === "up" ? "✔" : "↩");
      return line(
        `${mark} ${name} ${ansis.dim(`${count(statements, "statement")}, ${duration(milliseconds)}`)}`,
      );
    }
    case "warning":
      return line(ansis.yellow(event.message));
  }
}

/** `AddEmail1700000000001, statement 2`, `grants.sql` */
function whereText({ migration, number, hook }: Working): string {
  return [hook ?? migration?.name, ...(number === null ? [] : [`statement ${number}`])].join(", ");
}

/** Ends the line that an unfinished migration left. */
export const clearLine = "\r\u001b[2K";

export function holderText(holder: LockHolder | null): string {
  if (holder === null) return "";
  const { pid, application, user, since, person, host } = holder;
  const who = person === null ? user : `${person} on ${host}`;
  const what =
    pid === null ? "behind a pooler," : `${application === "" ? "process" : application} ${pid} of`;
  return ` (${what} ${who}, since ${since})`;
}

function blockerText({ pid, application, user, state, age, query }: Blocker): string {
  const what = [application, state].filter((text) => text !== "").join(", ");
  return `Waiting for a lock that process ${pid} of ${user} holds (${what}, for ${age} s): ${query.replaceAll(/\s+/g, " ").slice(0, 100)}`;
}

/** `backfill, 12000 of 40000 rows, 30 %, 1500 a second, 19 s left` */
function progressOf({ phase, done, total, unit, seconds }: Progress): string {
  const known = total > 0 ? [`${Math.floor((Math.min(done, total) / total) * 100)} %`] : [];
  const time = `${seconds} s`;
  if (unit !== "rows" || phase !== "backfill" || done === 0 || seconds === 0)
    return [phase, ...known, time].join(", ");
  const left = Math.max(0, Math.round(((total - done) * seconds) / done));
  const rate = Math.round(done / seconds);
  return [phase, `${done} of ${total} rows`, ...known, `${rate} a second`, `${left} s left`].join(", ");
}
