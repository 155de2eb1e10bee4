import { DataSource } from "typeorm";
import * as entities from "./entities";

export default new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL ?? "",
  uuidExtension: "pgcrypto",
  entities: Object.values(entities),
});
