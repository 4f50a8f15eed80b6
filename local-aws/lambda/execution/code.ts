/**
 * The functions' code: each zip is read when the runtime begins, for the stack may be packaged again while it runs, and
 * unpacked when its function is first called. Beside it lies what V8 compiled of it, from which the next environment
 * starts with a third less processor time: the next of this run, or of the next run where a directory is given.
 */

import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { threadId } from 'node:worker_threads';
import { readZip } from './zip.ts';

export interface UnpackedCode {
  /** The folder that holds what is in the zip. */
  taskRoot: string;
  /** The folder of Node's compile cache. */
  compiled: string;
}

export class Code {
  readonly #directory: string | undefined;
  #root: string | undefined;
  readonly #folders = new Map<string, string>();
  readonly #archives: ReadonlyMap<string, Buffer>;

  /**
   * @param directory kept for the next run; what no run has used for a week is removed from it. Absent, or where it
   * cannot be written: a temporary one.
   * @throws Error that names a zip which cannot be read.
   */
  constructor(zips: readonly string[], directory?: string) {
    this.#archives = new Map(zips.map((zip) => [zip, readZipFile(zip)]));
    this.#directory = directory;
  }

  /** The same each time. */
  unpacked(zip: string): UnpackedCode {
    const archive = this.#archives.get(zip) as Buffer;
    let folder = this.#folders.get(zip);
    if (folder === undefined) {
      this.#root ??= keptDirectory(this.#directory) ?? mkdtempSync(join(tmpdir(), 'local-aws-functions-'));
      folder = join(this.#root, createHash('sha256').update(archive).digest('hex'));
      this.#folders.set(zip, folder);
    }
    const taskRoot = join(folder, 'code');
    // Another run may have removed it.
    if (!existsSync(taskRoot)) unpack(zip, archive, taskRoot);
    return { taskRoot, compiled: join(folder, 'compiled') };
  }

  remove(): void {
    if (this.#root !== undefined && this.#root !== this.#directory)
      rmSync(this.#root, { recursive: true, force: true });
    for (const folder of this.#folders.values()) if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
    this.#root = undefined;
    this.#folders.clear();
  }
}

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** @returns undefined where it cannot be written. */
function keptDirectory(directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch {
    return undefined;
  }
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - used > WEEK) rmSync(path, { recursive: true, force: true });
  }
  return directory;
}

function readZipFile(zip: string): Buffer {
  try {
    return readFileSync(zip);
  } catch (error) {
    throw new Error(
      `the function's code ${zip} cannot be read (${(error as NodeJS.ErrnoException).code}); package again`,
    );
  }
}

/** At once: other runs see the whole folder, or none. */
function unpack(zip: string, archive: Buffer, folder: string): void {
  const unfinished = `${folder}.${process.pid}.${threadId}`;
  for (const { name, data } of readZip(archive)) {
    const path = resolve(unfinished, name);
    if (!path.startsWith(unfinished + sep)) throw new Error(`${zip} holds '${name}', which lies outside of it`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data());
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}
