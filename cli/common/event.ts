/** --dry-run: the event that would be sent, as `offboard emit` takes it. */

import type { EventContract } from '../../events/index.ts';
import type { Context } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

export function printEvent<Detail>(
  { output }: Context,
  { source, detailType }: Pick<EventContract<Detail>, 'source' | 'detailType'>,
  detail: Detail,
): ExitCode {
  output.data({ source, 'detail-type': detailType, detail });
  output.note('nothing was sent');
  return EXIT.done;
}
