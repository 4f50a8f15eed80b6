import { describe, expect, it } from 'vitest';
import { answerId } from '../../events/ids.ts';

const REQUEST = '01KAJ3Z4Q8V2M6N9R1T5W7X0YB';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

describe('the id of an answer', () => {
  it('is the same for every copy', () => {
    expect(answerId(REQUEST, 'DisassociationCompleted')).toBe(answerId(REQUEST, 'DisassociationCompleted'));
  });

  it('is another for another detail-type and another request', () => {
    const ids = [
      answerId(REQUEST, 'DisassociationCompleted'),
      answerId(REQUEST, 'DisassociationFailed'),
      answerId(`${REQUEST.slice(0, -1)}C`, 'DisassociationCompleted'),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('has the shape and the time of the request’s ULID', () => {
    expect(answerId(REQUEST, 'DisassociationCompleted')).toMatch(ULID);
    expect(answerId(REQUEST, 'DisassociationCompleted').slice(0, 10)).toBe(REQUEST.slice(0, 10));
  });

  it('has the shape of a ULID also where the request’s id has not', () => {
    expect(answerId('ticket-4711', 'DisassociationCompleted')).toMatch(ULID);
  });
});
