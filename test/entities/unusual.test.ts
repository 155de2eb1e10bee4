import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { statementsOf, synchronize } from "../support/comparison";
import { createDatabase, serverVersions } from "../support/servers";

const long = (last: string) => `${"long_".repeat(13).slice(0, 62)}${last}`;

@Entity('the "user"; DROP TABLE x')
class Strange {
  @PrimaryGeneratedColumn({ name: "select" })
  id!: number;
  @Column({ name: "größe 📏", default: "it's" })
  size!: string;
  @Column({ type: "enum", enum: ["it's", 'say "hi"', "back\\slash", "größe"], default: "it's" })
  Kind!: string;
  @Column({ name: "a.b", nullable: true, unique: true, comment: "it's a comment" })
  dotted!: string;
}

@Entity(long("t"))
class Long {
  @PrimaryGeneratedColumn({ name: long("i") })
  id!: number;
  @Column({ name: `${long("c")}x`, type: "enum", enum: ["x".repeat(63)], enumName: long("e") })
  cut!: string;
}

/** What is unusual and right is made, and then there is nothing to do: in names, labels and defaults. */
describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  test.each([
    ["quotes, reserved words, unicode and dots", Strange],
    ["names of 63 and 64 bytes", Long],
  ])("%s", async (_, entity) => {
    const { url, drop } = await createDatabase(version);
    try {
      expect(await synchronize(url, [entity])).not.toEqual([]);
      expect(await statementsOf(url, [entity])).toEqual([]);
    } finally {
      await drop();
    }
  });
});
