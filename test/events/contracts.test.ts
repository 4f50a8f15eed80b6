import { describe, expect, it } from 'vitest';
import * as events from '../../events/index.ts';

const { publishedEvents, InvalidEvent, requests, SOURCE } = events;
const contracts = Object.entries({ ...requests, ...publishedEvents }) as [string, events.EventContract<unknown>][];

describe.each(contracts)('%s', (name, contract) => {
  it('is named as its detail-type', () => {
    expect(name.charAt(0).toUpperCase() + name.slice(1)).toBe(contract.detailType);
  });

  it('reads its own sample', () => {
    expect(contract.sample).toMatchObject({ source: SOURCE, 'detail-type': contract.detailType });
    expect(contract.read(contract.sample)).toEqual(contract.sample.detail);
  });

  it('builds the entry that gives its sample back', () => {
    const entry = contract.entry(contract.sample.detail, 'offboard-dev');
    expect(entry).toMatchObject({ EventBusName: 'offboard-dev', Source: SOURCE, DetailType: contract.detailType });
    expect(JSON.parse(entry.Detail)).toEqual(contract.sample.detail);
  });

  it('does not send what it would not read', () => {
    expect(() => contract.entry({ ...(contract.sample.detail as object), more: true }, 'offboard-dev')).toThrow(
      InvalidEvent,
    );
  });

  it('does not take another event for its own', () => {
    expect(() => contract.read({ ...contract.sample, 'detail-type': 'Other' })).toThrow('detail-type');
  });
});

describe('patterns', () => {
  it('hear requests from every source, and published events from us alone', () => {
    expect(requests.disassociationRequested.pattern).toEqual({ 'detail-type': ['DisassociationRequested'] });
    expect(publishedEvents.disassociationCompleted.pattern).toEqual({
      source: ['offboard'],
      'detail-type': ['DisassociationCompleted'],
    });
  });
});

describe('versions', () => {
  const { disassociationRequested, offboardingRequested } = requests;

  it.each([disassociationRequested, offboardingRequested])('of a request: 1 and 2', ({ read, sample }) => {
    const { metadata, data } = sample.detail as { metadata: object; data: object };
    for (const version of ['1', '2']) read({ ...sample, detail: { metadata: { ...metadata, version }, data } });
    expect(() => read({ ...sample, detail: { metadata: { ...metadata, version: '3' }, data } })).toThrow(
      'detail.metadata.version',
    );
  });

  it('of what Offboard publishes: 2 alone', () => {
    const { read, sample } = publishedEvents.offboardingPlanned;
    const { metadata, data } = sample.detail as { metadata: object; data: object };
    expect(() => read({ ...sample, detail: { metadata: { ...metadata, version: '1' }, data } })).toThrow(
      'detail.metadata.version',
    );
  });

  it('reads the names that guardrails had in version 1', () => {
    const { metadata, data } = offboardingRequested.sample.detail as { metadata: object; data: object };
    const overrides = ['most-associations', 'share-of-looked', 'protected-names'].map((guardrail) => ({
      guardrail,
      reason: 'The team leaves',
    }));
    const detail = { metadata: { ...metadata, version: '1' }, data: { ...data, options: { overrides } } };
    const read = offboardingRequested.read({ 'detail-type': 'OffboardingRequested', detail });
    expect(read.data.options?.overrides?.map(({ guardrail }) => guardrail)).toEqual([
      'max-associations',
      'max-share-of-scanned',
      'protected-names',
    ]);
  });
});
