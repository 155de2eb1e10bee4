import { Duplex } from "node:stream";
import type { PGlite } from "./pglite";

/** What a server says when it lets a client in: authentication is done, and it waits for a query. */
const welcome = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0, 90, 0, 0, 0, 5, 73]);

/** What node-postgres takes for the socket of a server, with PGlite at the other end. */
export class Wire extends Duplex {
  #isIn = false;

  constructor(private readonly pglite: PGlite) {
    super();
  }

  connect(): void {
    process.nextTick(() => this.emit("connect"));
  }

  setNoDelay(): void {}

  override _write(message: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#answer(message).then((answer) => {
      if (answer.length > 0) this.push(answer);
      done();
    }, done);
  }

  override _read(): void {}

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  /** PGlite knows its client already: the first message asks to be let in. */
  async #answer(message: Buffer): Promise<Uint8Array> {
    if (this.#isIn) return this.pglite.execProtocolRaw(message);
    this.#isIn = true;
    return welcome;
  }
}
