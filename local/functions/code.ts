/** The functions' code on disk: each zip unpacked once, when its function is first called, into a folder of this run. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { readZip } from './zip.ts';

export class Code {
  #root: string | undefined;
  readonly #folders = new Map<string, string>();

  /** The folder that holds what is in this zip; the same each time. */
  unpacked(zip: string): string {
    let folder = this.#folders.get(zip);
    if (folder === undefined) {
      this.#root ??= mkdtempSync(join(tmpdir(), 'offboard-functions-'));
      folder = join(this.#root, String(this.#folders.size));
      unpack(zip, folder);
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

function unpack(zip: string, folder: string): void {
  for (const { name, data } of readZip(readFileSync(zip))) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) throw new Error(`${zip} holds '${name}', which lies outside of it`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, data());
  }
}
