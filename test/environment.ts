/** A file leaves the environment as it found it: the next one runs in the same process. */

import { afterAll } from 'vitest';

const found = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(found, name)) delete process.env[name];
  Object.assign(process.env, found);
});
