import { describe, expect, it } from 'vitest';
import { classifyError, commonErrors } from '../../associations/common/errors.ts';
import { kinds } from '../../associations/registry.ts';
import { load } from './load.ts';

describe('errors', () => {
  it.each(kinds)('a missing permission and a throttle mean the same in every service (%s)', async (kind) => {
    const { errors } = await load(kind);
    for (const name of ['AccessDenied', 'AccessDeniedException'])
      expect(classifyError(named(name), errors)).toBe('DENIED');
    for (const name of ['Throttling', 'ThrottlingException'])
      expect(classifyError(named(name), errors)).toBe('RETRYABLE');
  });

  it('an unknown error is thrown, not classified', () => {
    expect(classifyError(named('BrandNewException'), {})).toBe('RETRYABLE');
    expect(commonErrors).not.toHaveProperty('BrandNewException');
  });
});

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
