import { describe, expect, it } from 'vitest';
import { pollsUntil, synchronous } from '../../associations/common/pace.ts';
import { associations } from '../../associations/registry.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, page, pluginOf, request } from './found.ts';

const estimateOf = (...pages: ReturnType<typeof page>[]) => makePlan(request(), pages, MADE).estimate;
const dictionary = associations['opensearch-packages'].policy.pace;

describe('the estimate of a plan', () => {
  it('is what looking costs, where nothing is to be removed', () => {
    const { seconds, polls, transitions, dollars } = estimateOf(page([]));
    expect({ seconds, polls }).toEqual({ seconds: { p50: 0, p90: 0 }, polls: 0 });
    expect(transitions).toEqual({ offboarding: 24 + 2 * (2 + 3), verifications: 0 });
    expect(dollars).toBeGreaterThan(0);
  });

  it('has eight states for what ends when it is requested, and the verifications of its place', () => {
    const [none, one] = [estimateOf(page([])), estimateOf(page([connection('web', { usualSeconds: 20 })]))];
    expect(one.transitions.offboarding - none.transitions.offboarding).toBe(8);
    expect(one.transitions.verifications).toBe(MADE.verifications * (5 + 1 + 3));
    expect(one.dollars).toBeGreaterThan(none.dollars);
    expect(one).toMatchObject({ polls: 0, seconds: { p50: 20, p90: 60 } });
  });

  it('has three states and an invocation for each poll', () => {
    const [none, one] = [estimateOf(page([])), estimateOf(page([pluginOf('movies', 'F1')]))];
    expect(one.polls).toBeGreaterThan(0);
    expect(one.transitions.offboarding - none.transitions.offboarding).toBe(8 + 3 * one.polls);
    expect(one.invocations - none.invocations - MADE.verifications * 2).toBe(2 + one.polls);
  });

  it('counts turns: as many side by side as the kind allows in a place, and places side by side', () => {
    const { maxConcurrency } = associations['codeartifact-external-connection'].policy;
    const many = Array.from({ length: maxConcurrency + 1 }, (_, index) =>
      connection(`r${index}`, { usualSeconds: 20 }),
    );
    expect(estimateOf(page(many)).seconds).toEqual({ p50: 40, p90: 80 });
    const elsewhere = connection('other', { usualSeconds: 20, where: { region: 'eu-west-1' } });
    expect(estimateOf(page([...many.slice(1), elsewhere])).seconds).toEqual({ p50: 20, p90: 60 });
  });

  it('counts pages of one search once as a search', () => {
    const paged = [page([]), page([]), page([])];
    expect(estimateOf(...paged).transitions.offboarding).toBe(24 + 2 * (2 + 3 * 3));
  });
});

describe('polls until the end is seen', () => {
  it('are none for what is done when the service answers', () => {
    expect(pollsUntil(synchronous, synchronous.usual)).toBe(0);
  });

  it('grow by a share of the time: four hours take some fifty of them', () => {
    expect(pollsUntil(dictionary, 0)).toBe(0);
    expect(pollsUntil(dictionary, 4)).toBe(1);
    expect(pollsUntil(dictionary, 4 * 3600)).toBe(54);
  });
});
