{{header}}
{{export}}class {{className}} {
  name = "{{className}}";
  {{schema}}
  {{transaction}}

  /** @param {import("typeorm").QueryRunner} queryRunner */
  async up(queryRunner) {
    {{up}}
  }

  /** @param {import("typeorm").QueryRunner} queryRunner */
  async down(queryRunner) {
    {{down}}
  }
}

{{exports}}
