import { indexesMadeBy } from "../../src/migrations";

const generated = (statements: readonly string[], after = "", down = "") => `
/* Indexes * CREATE INDEX in_comment ON a (b) */
export class M1 {
  public async up(queryRunner) {
    // --- before: your SQL or code ---
    // --- generated 00000000: schema generate --amend writes it again ---
${statements.map((sql) => `    await queryRunner.query(\`${sql}\`);`).join("\n")}
    // --- after: your SQL or code ---
    ${after}
  }
  public async down(queryRunner) {
    // --- before: your SQL or code ---
    ${down}
    // --- after: your SQL or code ---
  }
}`;
const query = (sql: string) => `await queryRunner.query(\`${sql}\`);`;
const made = (...sources: string[]) =>
  [
    ...indexesMadeBy(
      sources.map((source) => ({ source })),
      "public",
    ),
  ].sort();

const create = [
  "CREATE UNIQUE INDEX idx_a ON public.t ((lower(a)))",
  'CREATE INDEX CONCURRENTLY "B" ON app.t (b)',
];

test("indexes of generated statements are ours", () => {
  expect(made(generated(create))).toEqual(['app."B"', "public.idx_a"]);
});

test("indexes that a person added to the file, or wrote a migration for, are not", () => {
  expect(made(generated([], query("CREATE INDEX mine ON t (lower(a))")))).toEqual([]);
  expect(made(`class M { async up(q) { ${query("CREATE INDEX mine ON t (lower(a))")} } }`)).toEqual([]);
});

test("what is dropped is nobody's any more, and what a person makes again is theirs", () => {
  expect(made(generated(create), generated(["DROP INDEX public.idx_a"]))).toEqual(['app."B"']);
  expect(made(generated(create), generated([], query("DROP INDEX CONCURRENTLY idx_a")))).toEqual(['app."B"']);
  const again = query("CREATE INDEX IF NOT EXISTS idx_a ON public.t (a DESC)");
  expect(made(generated(create), `class M { async up(q) { ${again} } }`)).toEqual(['app."B"']);
});

test("a renamed one keeps its owner, and the way down is not taken", () => {
  expect(made(generated(create), generated(["ALTER INDEX public.idx_a RENAME TO idx_b"]))).toEqual([
    'app."B"',
    "public.idx_b",
  ]);
  expect(made(generated(create, "", query("DROP INDEX public.idx_a")))).toContain("public.idx_a");
});

test("what is put back where it stood is still whose it was", () => {
  const lower = "CREATE INDEX mine ON public.t ((lower(a)))";
  expect(made(generated(["DROP INDEX public.mine", lower]))).toEqual([]);
  const onView = "CREATE INDEX mine ON public.v ((lower(a)))";
  const anew = ["DROP MATERIALIZED VIEW public.v", "CREATE MATERIALIZED VIEW public.v AS SELECT 1", onView];
  expect(made(generated(anew))).toEqual([]);
  expect(made(generated([onView]), generated(anew))).toEqual(["public.mine"]);
});

test("what is built beside a column's copy is whose the index was whose name it takes", () => {
  const copied = [
    "CREATE INDEX CONCURRENTLY idx_a_new ON public.t ((lower(a_text)))",
    "ALTER TABLE public.t DROP COLUMN a; ALTER INDEX public.idx_a_new RENAME TO idx_a",
  ];
  expect(made(generated(copied))).toEqual([]);
  expect(made(generated(create), generated(copied))).toContain("public.idx_a");
  const replaced = [
    copied[0] ?? "",
    "DROP INDEX public.idx_a",
    "ALTER INDEX public.idx_a_new RENAME TO idx_a",
  ];
  expect(made(generated(replaced))).toEqual(["public.idx_a"]);
});
