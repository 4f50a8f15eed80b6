/** A function's zip: the same bytes for the same code. */

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Module } from './bundle.ts';

/** The earliest time that a zip's DOS format, which has no time zone, can hold: builds do not differ by their time. */
const MTIME = new Date(1980, 0, 1);

/** @returns the path of the zip. */
export async function zip({ path, code }: Module, file: string): Promise<string> {
  const archive = new ZipFile();
  archive.addBuffer(Buffer.from(code), path, { mtime: MTIME, mode: 0o100644, forceDosTimestamp: true });
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
  return file;
}
