export interface PackedFile {
  readonly name: string;
  readonly data: Buffer;
}

const block = 512;

/** The plain files of a tar archive: a block of 512 bytes says what follows, and fills its last block. */
export function filesIn(archive: Buffer): readonly PackedFile[] {
  const files: PackedFile[] = [];
  for (let at = 0; archive[at]; ) {
    const field = (from: number, length: number) => textOf(archive.subarray(at + from, at + from + length));
    const start = at + block;
    const size = Number.parseInt(field(124, 12), 8);
    if (field(156, 1) === "0")
      files.push({ name: field(0, 100), data: archive.subarray(start, start + size) });
    at = start + Math.ceil(size / block) * block;
  }
  return files;
}

const textOf = (bytes: Buffer) => bytes.toString("latin1").replace(/\0.*$/s, "");
