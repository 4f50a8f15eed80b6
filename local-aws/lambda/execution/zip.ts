/** Reads zip archives: the central directory and the two ways of storing that packagers use. */

import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** Path inside the archive; ends in a slash for a directory. */
  name: string;
  data(): Buffer;
}

/** Signatures and offsets as APPNOTE.TXT 4.3 of the format gives them. */
const END = 0x06054b50;
const END_LENGTH = 22;
const CENTRAL = 0x02014b50;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;

const STORED = 0;
const DEFLATED = 8;

/** @throws Error where this is no zip archive, or one stored in a way Lambda would not take either. */
export function readZip(archive: Buffer): ZipEntry[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new Error('the zip archive is damaged: its directory breaks off');
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength);
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const offset = archive.readUInt32LE(at + 42);
    entries.push({ name, data: () => extract(archive, { name, method, size, offset }) });
    at += CENTRAL_LENGTH + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(archive: Buffer): number {
  const earliest = Math.max(0, archive.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= earliest; at--) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new Error('this is no zip archive: it has no central directory');
}

interface Stored {
  name: string;
  method: number;
  size: number;
  offset: number;
}

/** The local header repeats name and extra field, of a length of its own. */
function extract(archive: Buffer, { name, method, size, offset }: Stored): Buffer {
  const start = offset + LOCAL_LENGTH + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const data = archive.subarray(start, start + size);
  if (method === STORED) return data;
  if (method === DEFLATED) return inflateRawSync(data);
  throw new Error(`'${name}' is compressed in a way (${method}) that is not read here: only stored and deflated are`);
}
