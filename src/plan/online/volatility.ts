import { tokenize } from "../../schema";

/** Functions that give every row of a statement the same, and what is written like one. Of all others nobody knows. */
const steady = new Set(
  `now transaction_timestamp statement_timestamp timezone date_trunc date_part extract make_date make_interval
   make_timestamp make_timestamptz to_char to_date to_timestamp to_number age justify_days justify_hours
   current_user current_role current_catalog session_user current_schema current_database current_setting
   current_timestamp current_time localtime localtimestamp current_date
   lower upper initcap concat concat_ws replace left right substring trim btrim ltrim rtrim lpad rpad repeat reverse
   md5 encode decode length char_length abs round ceil floor trunc power sqrt greatest least coalesce nullif cast
   array array_fill row json_build_object jsonb_build_object json_build_array jsonb_build_array to_json to_jsonb
   uuid_nil uuid_ns_dns uuid_ns_url uuid_ns_oid uuid_generate_v3 uuid_generate_v5
   varchar character varying char text numeric decimal time timestamp timestamptz timetz interval bit varbit zone
   int4range int8range numrange tsrange tstzrange daterange point box circle lseg inet cidr and or not in then else`
    .trim()
    .split(/\s+/),
);

/** Whether a default may give each row a value of its own: then adding a column with it writes the whole table anew. */
export function isVolatile(expression: string): boolean {
  const tokens = tokenize(expression);
  return tokens.some(
    (token, position) =>
      tokens[position + 1] === "(" && /^["\p{L}_]/u.test(token) && !steady.has(token.replaceAll('"', "")),
  );
}
