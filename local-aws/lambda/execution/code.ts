/**
 * The functions' code: each zip is read when the runtime begins, for the stack may be packaged again while it runs, and
 * unpacked when its function is first called, into a folder of this run.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { readZip } from './zip.ts';

export class Code {
  #root: string | undefined;
  readonly #folders = new Map<string, string>();
  readonly #archives: ReadonlyMap<string, Buffer>;

  /** @throws Error that names a zip which cannot be read. */
  constructor(zips: readonly string[]) {
    this.#archives = new Map(zips.map((zip) => [zip, readZipFile(zip)]));
  }

  /** The folder that holds what is in this zip; the same each time. */
  unpacked(zip: string): string {
    let folder = this.#folders.get(zip);
    if (folder === undefined) {
      this.#root ??= mkdtempSync(join(tmpdir(), 'local-aws-functions-'));
      folder = join(this.#root, String(this.#folders.size));
      unpack(zip, this.#archives.get(zip) as Buffer, folder);
      this.#folders.set(zip, folder);
    }
    return folder;
  }

  remove(): void {
    if (this.#root !== undefined) rmSync(this.#root, { recursive: true, force: true });
    this.#root = undefined;
    this.#folders.clear();
  }
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

function unpack(zip: string, archive: Buffer, folder: string): void {
  for (const { name, data } of readZip(archive)) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) throw new Error(`${zip} holds '${name}', which lies outside of it`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data());
  }
}
