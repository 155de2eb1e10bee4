import { exitStatus, SchemaError } from "../errors";
import { type Hazard, isCode, isStopping, unknownCode } from "./hazards";

/** Throws, with what to do instead, where there is a hazard that the settings want none of and nobody has accepted. */
export function refuseStopping(hazards: readonly Hazard[]): void {
  const stopping = hazards.filter(isStopping);
  const [first] = stopping;
  if (first === undefined) return;
  const lines = stopping.map(
    ({ code, subject, message, remedy }) => `  ${code} ${subject}: ${message} ${remedy}`,
  );
  throw new SchemaError({
    code: "HAZARD_REFUSED",
    message: `This is refused as dangerous. Nothing was written.\n${lines.join("\n")}`,
    hint: `Where it is meant, say why, and the file will say it too: --accept-hazard ${first.code}='…'. The setting hazards has the level of each rule.`,
    exit: exitStatus.refused,
  });
}

/** `TABLE_REWRITE=the table has forty rows`, as the command line takes it. By code, its reason. */
export function acceptedBy(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [, code = "", reason = ""] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? ["", text];
      if (!isCode(code.trim())) throw unknownCode(code.trim(), "--accept-hazard");
      if (reason.trim() === "")
        throw new SchemaError({
          code: "REASON_MISSING",
          message: `--accept-hazard ${text} gives no reason.`,
          hint: `Say why: --accept-hazard ${code.trim()}='the table has forty rows'.`,
        });
      return [code.trim(), reason.trim().replaceAll(/\s+/g, " ")];
    }),
  );
}
