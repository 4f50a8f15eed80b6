/** The licences of the bundled packages, which must be distributed with the bundles. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/**
 * @param inputs the files that went into the bundles, from the root.
 * @returns one text: each licence once, after the packages that are under it.
 */
export function licenceTexts(root: string, inputs: readonly string[]): string {
  const directories = [...new Set(inputs.flatMap((input) => packageOf(input) ?? []))].sort();
  const byLicence = Map.groupBy(directories, (directory) => licenceOf(join(root, directory)));
  const chapters = Array.from(byLicence, ([licence, under]) => {
    const names = under.map((directory) => titleOf(join(root, directory)));
    return `${names.join('\n')}\n\n${licence}\n`;
  });
  return chapters.join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/@smithy/core` of a file somewhere in it, the innermost where packages are nested. */
function packageOf(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function titleOf(directory: string): string {
  const { name, version, license } = manifestOf(directory);
  return `${name} ${version} (${license})`;
}

/** With the attributions of a NOTICE file, which the Apache licence requires. */
function licenceOf(directory: string): string {
  const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: directory }).sort();
  const licence =
    file === undefined ? `Licensed under ${manifestOf(directory).license}.` : textOf(join(directory, file));
  const notice = join(directory, 'NOTICE');
  return existsSync(notice) ? `${licence}\n\n${textOf(notice)}` : licence;
}

function textOf(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}
