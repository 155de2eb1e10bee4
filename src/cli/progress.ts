import type { ApplyEvent } from "../apply";
import { eventLine } from "../report/log";
import { progressText } from "../report/progress";
import type { Terminal } from "./terminal";

/** Shows the events of a run as they come, in `root`. */
export function progressOn(terminal: Terminal, root: string): (event: ApplyEvent) => void {
  const isDue = terminal.interactive ? () => true : sparingly();
  return (event) => {
    if (!isDue(event)) return;
    if (terminal.log !== null) terminal.log(eventLine(event, root));
    else terminal.progress(progressText(event, terminal.interactive));
  };
}

/** Milliseconds between two lines of progress that stay. */
const interval = 10_000;

/** A live line moves every second; of lines that stay fewer will do, and none for what is over soon. */
function sparingly(): (event: ApplyEvent) => boolean {
  let last = 0;
  let begun = 0;
  return ({ kind }) => {
    const now = performance.now();
    if (kind === "statement" || kind === "started") begun = now;
    if (kind !== "progress") return true;
    const due = now - Math.max(last, begun) >= interval;
    if (due) last = now;
    return due;
  };
}
