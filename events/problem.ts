/** One thing that is wrong with a request, and where. */

import * as v from 'valibot';

export const problemSchema = v.strictObject({
  /** In the refused event: `detail.data.target.domainName`. */
  path: v.string(),
  message: v.string(),
});
