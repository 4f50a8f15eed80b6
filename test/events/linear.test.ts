/** A sender cannot keep a function busy: what reads free text and paths takes time by their length. */

import { superlinear } from '@offboard/local-aws/test/growth.ts';
import { describe, expect, it } from 'vitest';
import { personalData } from '../../associations/common/personal-data.ts';
import { disassociationRequested, newMetadata, offboardingRequested } from '../../events/index.ts';

const metadata = newMetadata({ timestamp: '2026-11-20T15:24:51Z' });
const request = (detail: object) => ({ 'detail-type': 'DisassociationRequested', detail });

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'the check for personal data': personalData,
  'a reason': (reason) => disassociationRequested.read(request({ metadata: { ...metadata, reason }, data: {} })),
  'who requests': (requestedBy) =>
    disassociationRequested.read(request({ metadata: { ...metadata, requestedBy: `arn:aws:iam::${requestedBy}` } })),
  'a timestamp': (text) =>
    disassociationRequested.read(request({ metadata: { ...metadata, timestamp: `2026-11-20T${text}` }, data: {} })),
  'an unknown field': (text) => disassociationRequested.read(request({ metadata, data: { [`${text}.`]: 1 } })),
  'an unknown field of an offboarding': (text) =>
    offboardingRequested.read({ 'detail-type': 'OffboardingRequested', detail: { metadata, data: { [text]: 1 } } }),
};

const PIECES = [
  'a',
  '.',
  'a.',
  '.1',
  '1',
  '1 ',
  '+1',
  '(1',
  '1-',
  '@',
  'a@',
  '@a.',
  'a@b',
  '/',
  ':',
  '-',
  ' ',
  'T1:',
  'Z',
];

describe('a reader takes time by the length of its text', () => {
  it.each(Object.entries(READERS))('%s', (_name, read) => {
    for (const repeated of PIECES) expect(superlinear(read, repeated), JSON.stringify(repeated)).toBeUndefined();
  });
});
