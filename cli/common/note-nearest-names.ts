/** Says which existing names are near to one that was not found. */

import { ClientError } from '../../client/errors.ts';
import type { NearestNames } from '../../client/nearest-names.ts';
import { findNearestNames, type NamesToFind } from '../../client/offboardings/find-nearest-names.ts';
import type { Context } from './command.ts';

/** An error here must not hide the answer that was given before. */
export async function noteNearestNames({ client, output }: Context, wanted: NamesToFind): Promise<void> {
  try {
    output.note(textOf(await findNearestNames(client(), wanted)));
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    output.note(`the names that exist could not be listed: ${error.message}`);
  }
}

function textOf({ unknown, nearest }: NearestNames): string {
  if (nearest.length > 0) return `the nearest names that exist: ${nearest.join(', ')}`;
  return unknown.length > 0
    ? `no association has a name like ${unknown.join(', ')}`
    : 'other associations have these names, and none has all of them';
}
