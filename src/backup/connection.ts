import type { ServerConnection } from "../postgres";
import { clientConfig, clientOf } from "../postgres/connection";

/**
 * What libpq's programs read of the environment to connect as node-postgres would. The password is given so as well:
 * a command line is for everybody's eyes.
 */
export async function libpqEnvironment(
  connection: ServerConnection,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  const { host, port, user, database } = clientOf(connection);
  const { password, ssl } = clientConfig(connection);
  const secret = typeof password === "function" ? await password() : password;
  return {
    ...environment,
    PGHOST: host,
    PGPORT: String(port),
    ...(user ? { PGUSER: user } : {}),
    ...(database ? { PGDATABASE: database } : {}),
    ...(secret ? { PGPASSWORD: secret } : {}),
    ...sslMode(connection, ssl),
    PGAPPNAME: "typeorm-schema",
    PGCONNECT_TIMEOUT: "10",
  };
}

/** As the URL says it; what node-postgres verifies with certificates of its own libpq only encrypts. */
function sslMode({ url }: ServerConnection, ssl: unknown): NodeJS.ProcessEnv {
  const said = url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get("sslmode") : null;
  if (said !== null && said !== "no-verify") return { PGSSLMODE: said };
  return ssl ? { PGSSLMODE: "require" } : {};
}
