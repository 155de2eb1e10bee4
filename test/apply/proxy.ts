import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between a client and its server, and harms the connection. */
export interface Proxy {
  readonly url: string;
  /** How many queries went through the first connection. */
  readonly queries: () => number;
  close(): Promise<void>;
}

export interface Harm {
  /** Which query of the first connection is the last one, from 1. */
  readonly at?: number;
  /** Whether it still reaches the server; the answer is lost anyhow. */
  readonly reaches?: boolean;
  /** Tells the client of another server process than it has, as poolers do. */
  readonly pooler?: boolean;
}

export async function proxyTo(url: string, harm: Harm): Promise<Proxy> {
  const { hostname, port } = new URL(url);
  let connections = 0;
  let queries = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    connections += 1;
    const isFirst = connections === 1;
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      open.add(socket.setNoDelay());
      socket.on("error", () => {}).on("close", () => open.delete(socket));
    }
    let lost = false;
    let greeted = false;
    const fromClient = messages(() => !greeted);
    client.on("data", (data) => {
      for (const message of fromClient(data)) {
        greeted = true;
        const isQuery = isFirst && (message[0] === code("Q") || message[0] === code("P"));
        if (isQuery) queries += 1;
        if (isQuery && queries === harm.at) {
          lost = true;
          if (harm.reaches) upstream.write(message);
          else upstream.destroy();
          client.destroy();
          return;
        }
        upstream.write(message);
      }
    });
    client.on("close", () => {
      if (!lost) upstream.destroy();
    });
    const fromServer = messages(() => false);
    upstream.on("data", (data) => {
      // The server has done what it was asked for, and nobody hears of it.
      if (lost) {
        upstream.destroy();
        return;
      }
      for (const message of fromServer(data)) {
        if (harm.pooler && message[0] === code("K")) message.writeInt32BE(1, 5);
        client.write(message);
      }
    });
    upstream.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    queries: () => queries,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const code = (letter: string) => letter.charCodeAt(0);

/** Cuts a stream into messages. The client's first has no letter before its length. */
function messages(startsWithLength: () => boolean): (data: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  let first = startsWithLength();
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const found: Buffer[] = [];
    for (;;) {
      const header = first ? 0 : 1;
      if (rest.length < header + 4) return found;
      const length = header + rest.readInt32BE(header);
      if (rest.length < length) return found;
      found.push(Buffer.from(rest.subarray(0, length)));
      rest = rest.subarray(length);
      first = false;
    }
  };
}
