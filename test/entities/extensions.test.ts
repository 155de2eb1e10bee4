import { Column, Entity, Exclusion, PrimaryGeneratedColumn } from "typeorm";
import { namesOf, schemaOfEntities } from "./describe";

@Entity()
@Exclusion("USING gist (id WITH =)")
class Everything {
  @PrimaryGeneratedColumn("uuid")
  id!: string;
  @Column({ type: "citext" })
  citext!: string;
  @Column({ type: "hstore" })
  hstore!: string;
  @Column({ type: "geography" })
  geography!: string;
  @Column({ type: "cube" })
  cube!: string;
  @Column({ type: "ltree" })
  ltree!: string;
  @Column({ type: "halfvec", length: 2 })
  halfvec!: string;
}

describe("extensions", () => {
  test("are those that TypeORM would install, and those the data source lists", async () => {
    const schema = await schemaOfEntities([Everything], { extensions: ["pg_trgm", "citext"] });
    expect(namesOf(schema, "extension")).toEqual([
      "uuid-ossp",
      "citext",
      "hstore",
      "postgis",
      "cube",
      "ltree",
      "vector",
      "btree_gist",
      "pg_trgm",
    ]);
  });

  test("follow uuidExtension", async () => {
    const schema = await schemaOfEntities([Everything], { uuidExtension: "pgcrypto" });
    expect(namesOf(schema, "extension")).toContain("pgcrypto");
    expect(namesOf(schema, "extension")).not.toContain("uuid-ossp");
  });

  test("are left out when TypeORM is told not to install any", async () => {
    const schema = await schemaOfEntities([Everything], {
      installExtensions: false,
      extensions: ["pg_trgm"],
    });
    expect(namesOf(schema, "extension")).toEqual([]);
  });
});
