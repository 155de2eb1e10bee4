import { languages } from "../../src/migrations/language";
import { splitSql } from "../../src/migrations/split-sql";
import { joinTransactions } from "../../src/migrations/sql-files";

const swap = "ALTER INDEX a RENAME TO b;\nALTER INDEX c RENAME TO a";

describe("statements of one text, in a script without a transaction", () => {
  test("stand between BEGIN and COMMIT, for psql as well", () => {
    const written = languages.sql.statement({ sql: swap }, "");
    expect(written).toBe(`BEGIN;\n${swap};\nCOMMIT;`);
    expect(languages.sql.statement({ sql: "DO $x$ BEGIN a; b; END $x$" }, "")).toBe(
      "DO $x$ BEGIN a; b; END $x$;",
    );
  });

  test("are sent as one text again", () => {
    const script = `VACUUM a; ${languages.sql.statement({ sql: swap }, "")} VACUUM b; BEGIN; COMMIT; begin; x; y; commit;`;
    expect(joinTransactions(splitSql(script))).toEqual(["VACUUM a", swap, "VACUUM b", "x;\ny"]);
  });

  test("stay as they are where the transaction does not end", () => {
    expect(joinTransactions(["BEGIN", "x"])).toEqual(["BEGIN", "x"]);
  });
});
