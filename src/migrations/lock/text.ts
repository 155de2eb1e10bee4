import { createHash } from "node:crypto";

/** A migration's place in the lock file. */
export interface LockLine {
  /** The file's name within the directory of migrations. */
  readonly file: string;
  /** SHA-256 of the file's text with LF line ends. */
  readonly checksum: string;
  /** What chains the line to the one before it. */
  readonly link: string;
}

/** A file as the lock remembers it. */
export type LockedFile = Pick<LockLine, "file" | "checksum">;

/** What a lock file says; after a merge that git could not settle, what each side says. */
export interface LockText {
  readonly ours: readonly LockLine[];
  readonly theirs: readonly LockLine[];
  readonly conflicted: boolean;
  /** Lines of the text, from 1, that are none of a lock. */
  readonly unreadable: readonly number[];
}

const head = `# The migrations in their order: a link to the line before, the checksum of the file's text, the file.
# Two branches that both add a migration conflict here; \`schema rebase\` then puts one after the other.
`;

const line = /^([0-9a-f]{16}) ([0-9a-f]{64}) (\S.*)$/;
const markers = { "<<<<<<<": "ours", "|||||||": "base", "=======": "theirs", ">>>>>>>": "both" } as const;
type Side = (typeof markers)[keyof typeof markers];

export function parseLock(text: string): LockText {
  const [ours, theirs, unreadable]: [LockLine[], LockLine[], number[]] = [[], [], []];
  let side: Side = "both";
  let conflicted = false;
  for (const [index, raw] of text.replaceAll("\r\n", "\n").split("\n").entries()) {
    const marker = markers[raw.slice(0, 7) as keyof typeof markers];
    if (marker !== undefined) {
      side = marker;
      conflicted = true;
      continue;
    }
    if (raw.trim() === "" || raw.startsWith("#")) continue;
    const [, link, checksum, file] = line.exec(raw) ?? [];
    if (link === undefined || checksum === undefined || file === undefined) unreadable.push(index + 1);
    else {
      const read: LockLine = { file, checksum, link };
      if (side === "ours" || side === "both") ours.push(read);
      if (side === "theirs" || side === "both") theirs.push(read);
    }
  }
  return { ours, theirs, conflicted, unreadable };
}

export function renderLock(files: readonly LockedFile[]): string {
  return `${head}${chained(files)
    .map(({ link, checksum, file }) => `${link} ${checksum} ${file}\n`)
    .join("")}`;
}

export function chained(files: readonly LockedFile[]): LockLine[] {
  let before: string | null = null;
  return files.map(({ file, checksum }) => {
    const link = linkOf(before, { file, checksum });
    before = link;
    return { file, checksum, link };
  });
}

/** Tells of every migration up to this one: what they are called, what is in them, and in which order they come. */
export function linkOf(before: string | null, { file, checksum }: LockedFile): string {
  return createHash("sha256")
    .update(`${before ?? ""}\n${checksum} ${file}`)
    .digest("hex")
    .slice(0, 16);
}
