import ansis from "ansis";
import type { ApplyEvent, Blocker, LockHolder } from "../apply";
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
    case "progress":
      return interactive
        ? `${clearLine}${ansis.dim(`… ${event.migration.name}, ${progressOf(event)}`)}`
        : line(`${event.migration.name}: ${progressOf(event)}`);
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

/** Ends the line that an unfinished migration left. */
export const clearLine = "\r\u001b[2K";

export function holderText(holder: LockHolder | null): string {
  if (holder === null) return "";
  const { pid, application, user, since, person, host } = holder;
  const who = person === null ? user : `${person} on ${host}`;
  return ` (${application === "" ? "process" : application} ${pid} of ${who}, since ${since})`;
}

function blockerText({ pid, application, user, state, age, query }: Blocker): string {
  const what = [application, state].filter((text) => text !== "").join(", ");
  return `Waiting for a lock that process ${pid} of ${user} holds (${what}, for ${age} s): ${query.replaceAll(/\s+/g, " ").slice(0, 100)}`;
}

function progressOf({ phase, done, total }: Extract<ApplyEvent, { kind: "progress" }>): string {
  return total > 0 ? `${phase}, ${Math.floor((done / total) * 100)} %` : phase;
}
