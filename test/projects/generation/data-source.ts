import { DataSource } from "typeorm";
import * as entities from "./entities";

export default new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL ?? "",
  cache: true,
  entities: Object.values(entities),
});
