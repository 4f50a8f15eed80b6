/** Says which existing names are near to one that was not found. */

import { ClientError } from '../../client/errors.ts';
import { findNearestNames, type NamesToFind } from '../../client/offboardings/nearest-names.ts';
import type { Context } from './command.ts';

/** An error here must not hide the answer that was given before. */
export async function noteNearestNames({ client, output }: Context, wanted: NamesToFind): Promise<void> {
  try {
    const found = await findNearestNames(client(), wanted);
    output.note(
      found.length > 0
        ? `the nearest names that exist: ${found.join(', ')}`
        : `no association that exists has a name like ${wanted.names.join(', ')}`,
    );
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    output.note(`the names that exist could not be listed: ${error.message}`);
  }
}
