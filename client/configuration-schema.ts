/** offboard.config.yml: what the flags of a folder's commands would say each time. */

import * as v from 'valibot';

export const OUTPUT_FORMATS = ['table', 'json', 'yaml'] as const;

const text = v.pipe(v.string(), v.nonEmpty());

/**
 * A file comes along with the folder that somebody else may have written, so its endpoint is one of this machine or of AWS: a
 * session's token goes to no other.
 */
const endpointSchema = v.pipe(
  v.string(),
  v.regex(
    /^(http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?|https:\/\/[\w.-]+\.amazonaws\.com(\.cn)?)\/?$/,
    'must be an address of this machine or of amazonaws.com; others are given by --endpoint or AWS_ENDPOINT_URL',
  ),
);

export const configurationSchema = v.strictObject({
  stage: v.optional(text),
  region: v.optional(text),
  profile: v.optional(text),
  endpoint: v.optional(endpointSchema),
  output: v.optional(v.picklist(OUTPUT_FORMATS)),
});

export type Configuration = v.InferOutput<typeof configurationSchema>;
