/** Where calls go, by flags, environment and the files of the AWS configuration. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { withProfile } from '../../client/profile.ts';

const stage = 'dev';

beforeAll(() => {
  const folder = scratchFolder('profiles');
  const config = `[default]
region = eu-west-1
[profile prod]
region = eu-central-1
[profile lab]
region = us-west-2
endpoint_url = https://lab.example.com
`;
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'credentials'), '[keys]\naws_access_key_id = a\naws_secret_access_key = b\n');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});
afterAll(() => vi.unstubAllEnvs());

it.each([
  ['the default profile', {}, {}, { region: 'eu-west-1' }],
  ['a named one', { profile: 'prod' }, {}, { profile: 'prod', region: 'eu-central-1' }],
  ['one of the environment', {}, { AWS_PROFILE: 'prod' }, { region: 'eu-central-1' }],
  ['one that has credentials alone', { profile: 'keys' }, {}, { profile: 'keys' }],
  [
    'one with an endpoint',
    { profile: 'lab' },
    {},
    { profile: 'lab', region: 'us-west-2', endpoint: 'https://lab.example.com' },
  ],
  [
    'one whose endpoint is to be ignored',
    { profile: 'lab' },
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    { profile: 'lab', region: 'us-west-2' },
  ],
  ['a flag before it', { profile: 'prod', region: 'us-east-2' }, {}, { profile: 'prod', region: 'us-east-2' }],
  ['the environment before it', {}, { AWS_REGION: 'us-east-2' }, {}],
  ['local AWS without it', { local: true }, {}, { local: true }],
  ['an endpoint without it', {}, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, {}],
])('%s', async (_what, options, env, expected) => {
  expect(await withProfile({ stage, ...options }, env)).toEqual({ stage, ...expected });
});

it.each([{ profile: 'nosuch' }, { profile: 'nosuch', local: true }])(
  'a profile that does not exist is named: %j',
  async (options) => {
    await expect(withProfile({ stage, ...options }, {})).rejects.toMatchObject({
      code: 'INVALID',
      message: "the AWS configuration has no profile 'nosuch'",
      hints: ['it has: default, prod, lab, keys'],
    });
  },
);
