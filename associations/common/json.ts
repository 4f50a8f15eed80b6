import * as v from 'valibot';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const json: v.GenericSchema<unknown, Json> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(json), v.record(v.string(), json)]),
);
