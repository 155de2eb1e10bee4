/** Something an entity asks for that PostgreSQL cannot do. Whoever knows where it stands makes a `SchemaError` of it. */
export class Inexpressible extends Error {
  /** What happened, as it follows the place: `User.name: …`. */
  override readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.message = message;
    this.hint = hint;
  }
}
