/** Where a person may add to a generated migration. */
export const places = {
  before: "// --- before: your SQL or code ---",
  between: "// --- between expand and contract: your SQL or code ---",
  after: "// --- after: your SQL or code ---",
} as const;
