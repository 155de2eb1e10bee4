import { DataSource, DefaultNamingStrategy, type Table } from "typeorm";
import * as entities from "./entities";

class Snakes extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    const name = super.columnName(property, given, prefixes);
    return given ? name : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }

  override primaryKeyName(table: Table | string, columns: string[]): string {
    return `pk_${this.getTableName(table)}_${columns.join("_")}`;
  }
}

export default new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL ?? "",
  cache: { type: "database", tableName: "cached" },
  entities: Object.values(entities),
  entityPrefix: "app_",
  namingStrategy: new Snakes(),
});
