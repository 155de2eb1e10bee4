import type { Review, ReviewedChange } from "./review";

/** The comment at the head of a migration file. */
export function renderHeader(review: Review): string {
  return ["/*", ...headerLines(review).map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

/** What the reviewer of a migration needs, the gravest first: what is gone for good, who has to wait, what may fail. */
export function headerLines(review: Review): string[] {
  const sections = [
    [plain(review.title)],
    renderChanges(review.changes),
    section("Going up destroys, as accepted:", review.upLoses),
    section("Locks and cost:", review.costs),
    section("Not online, so that others wait:", review.plainly ?? []),
    section("Hazards:", review.hazards),
    section("Existing columns:", review.columns),
    section("Going down destroys:", review.downLoses),
    section("Going down fills, as the values are gone:", review.downFills ?? []),
    section(
      "Going down stops, before it changes anything, where rows do not allow it:",
      review.downStops ?? [],
    ),
    section("Answers:", review.answers ?? []),
    section("Proved:", review.proof),
  ];
  const lines = sections.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
  return lines.slice(1);
}

/** Changes, with the places they come from in a column of their own. */
function renderChanges(changes: readonly ReviewedChange[]): string[] {
  const texts = changes.map(({ sign, text }) => `  ${sign} ${plain(text)}`);
  const fitting = texts.filter((text) => text.length <= 78);
  const width = Math.max(0, ...fitting.map((text) => text.length));
  return changes.map(({ origin }, index) => {
    const text = texts[index] ?? "";
    return origin === null ? text : `${text.padEnd(width)}  ${plain(origin)}`;
  });
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `  ${plain(item)}`)];
}

/** Names come from anywhere: nothing in them may end the comment, break its lines or turn the reading direction. */
function plain(text: string): string {
  return text
    .replaceAll("*/", "*\\/")
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trimEnd();
}
