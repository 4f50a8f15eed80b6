/** AWS's quotas that everything in an account and Region shares, and how long an offboarding's calls take under them. */

import { removalOf } from '../offboardings/estimate.ts';
import { SECONDS_PER_INVOCATION } from '../offboardings/prices.ts';

/** A token bucket: so many at once, then so many a second. */
interface Rate {
  burst: number;
  perSecond: number;
}

const PAGES = {
  stepFunctions: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  lambda: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  eventBridge: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
} as const;

/** In us-east-1, us-west-2 and eu-west-1; in the Region with the lowest; in a new account, where AWS says a figure. */
interface Quota {
  large: Rate;
  small: Rate;
  newAccount?: Rate;
  page: string;
}

const CONCURRENCY = 1000;
const NEW_CONCURRENCY = 10;

export const QUOTAS = {
  StartExecution: { large: rate(1300, 300), small: rate(800, 150), page: PAGES.stepFunctions },
  DescribeExecution: { large: rate(300, 15), small: rate(250, 10), page: PAGES.stepFunctions },
  GetExecutionHistory: { large: rate(400, 20), small: rate(400, 20), page: PAGES.stepFunctions },
  ListExecutions: { large: rate(200, 5), small: rate(100, 2), page: PAGES.stepFunctions },
  StateTransition: { large: rate(5000, 5000), small: rate(800, 800), page: PAGES.stepFunctions },
  Invoke: {
    large: invocationsAtOnce(CONCURRENCY),
    small: invocationsAtOnce(CONCURRENCY),
    newAccount: invocationsAtOnce(NEW_CONCURRENCY),
    page: PAGES.lambda,
  },
  PutEvents: { large: rate(10_000, 10_000), small: rate(400, 400), page: PAGES.eventBridge },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;
export type Calls = Readonly<Record<QuotaName, number>>;

/** Seconds that so many take at least, by each quota. */
export interface Bound {
  quota: QuotaName;
  calls: number;
  large: number;
  small: number;
  newAccount: number;
}

/** The slowest first. */
export function boundsOf(calls: Calls): Bound[] {
  return (Object.entries(QUOTAS) as [QuotaName, Quota][])
    .map(([quota, { large, small, newAccount = small }]) => {
      const count = calls[quota];
      const secondsAt = ({ burst, perSecond }: Rate) => Math.max(0, count - burst) / perSecond;
      return {
        quota,
        calls: count,
        large: secondsAt(large),
        small: secondsAt(small),
        newAccount: secondsAt(newAccount),
      };
    })
    .sort((one, other) => other.small - one.small);
}

/**
 * What items that are gone at their `polls`-th poll make, each with a request of its own. `startExecution.sync:2` is told of the end by an
 * event, and reads it once: local AWS does so, and AWS where the event is late.
 */
export function callsOfItems(items: number, polls: number): Calls {
  const { transitions, invocations, events } = removalOf(polls);
  return {
    StartExecution: items,
    DescribeExecution: items,
    GetExecutionHistory: 0,
    ListExecutions: 0,
    StateTransition: items * transitions,
    Invoke: items * invocations,
    PutEvents: items * events,
  };
}

/** Counted calls, by service and operation, with the transitions. */
export function countedCalls(callsOf: Readonly<Record<string, number>>, transitions: number): Calls {
  const sfn = (operation: string) => callsOf[`sfn.${operation}`] ?? 0;
  return {
    StartExecution: sfn('StartExecution'),
    DescribeExecution: sfn('DescribeExecution'),
    GetExecutionHistory: sfn('GetExecutionHistory'),
    ListExecutions: sfn('ListExecutions'),
    StateTransition: transitions,
    Invoke: callsOf['lambda.Invoke'] ?? 0,
    PutEvents: callsOf['eventbridge.PutEvents'] ?? 0,
  };
}

/** Rows of a table for `docs/scaling.md`. */
export function quotaRows(calls: Calls): string[] {
  const bounds = boundsOf(calls).filter(({ calls: count }) => count > 0);
  return bounds.map(({ quota, calls: count, large, small, newAccount }) => {
    const { page, ...rates }: Quota = QUOTAS[quota];
    const times = [large, small, newAccount].map(durationOf).join(' | ');
    return `| [\`${quota}\`](${page}) | ${rateText(rates.large)} (${rateText(rates.small)}) | ${grouped(count)} | ${times} |`;
  });
}

function rate(burst: number, perSecond: number): Rate {
  return { burst, perSecond };
}

function invocationsAtOnce(concurrency: number): Rate {
  return rate(concurrency, concurrency / SECONDS_PER_INVOCATION);
}

function rateText({ burst, perSecond }: Rate): string {
  return `${grouped(burst)} at once, then ${grouped(Math.round(perSecond))} a second`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function durationOf(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
