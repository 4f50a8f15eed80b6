import { describe, expect, it } from 'vitest';
import { asynchronous, nextWait } from '../../associations/common/pace.ts';
import { compareStepThrough } from '../../proofs/replay/step-through.ts';
import {
  alreadyGone,
  busy,
  crashed,
  denied,
  failed,
  gone,
  rejected,
  request,
  type Script,
  scripted,
  skipped,
  throttled,
  waiting,
} from './disassociation.ts';
import { run, START } from './machine.ts';

interface Path {
  path: string;
  script: Script;
  /** The states between Receive and Outcome. */
  through: string;
  /** The outcome that the event, and the execution's own end, tell. */
  outcome: string;
  says?: RegExp;
}

const times = (count: number, ...states: string[]) => Array.from({ length: count }, () => states).flat();

const PATHS: Path[] = [
  {
    path: 'ends at once',
    script: { start: [gone] },
    through: 'Start EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'was already gone',
    script: { start: [alreadyGone] },
    through: 'Start EvaluateProgress Complete',
    outcome: 'ALREADY_GONE',
  },
  {
    path: 'began after the request',
    script: { start: [skipped] },
    through: 'Start EvaluateProgress Complete',
    outcome: 'SKIPPED',
  },
  {
    path: 'is gone at the second poll',
    script: { start: [waiting], poll: [waiting, gone] },
    through:
      'Start EvaluateProgress WaitForNextPoll Poll EvaluateProgress WaitForNextPoll Poll EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'asks again where the service was busy',
    script: { start: [busy, waiting], poll: [gone] },
    through:
      'Start EvaluateProgress WaitForRetry Start EvaluateProgress WaitForNextPoll Poll EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'starts again where a poll says that the answer was lost',
    script: { start: [waiting, gone], poll: [busy] },
    through:
      'Start EvaluateProgress WaitForNextPoll Poll EvaluateProgress WaitForRetry Start EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'fails when the service says DISSOCIATION_FAILED',
    script: { start: [waiting], poll: [failed] },
    through: 'Start EvaluateProgress WaitForNextPoll Poll EvaluateProgress Complete',
    outcome: 'FAILED',
    says: /^DISSOCIATION_FAILED: the package is in use$/,
  },
  {
    path: 'rejects a request that is itself wrong',
    script: { start: [rejected] },
    through: 'Start EvaluateProgress Complete',
    outcome: 'REJECTED',
  },
  {
    path: 'retries a throttled start',
    script: { start: [throttled, throttled, throttled, gone] },
    through: 'Start EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'goes on asking where a start is throttled for long',
    script: { start: [...Array<typeof throttled>(9).fill(throttled), waiting], poll: [gone] },
    through:
      'Start EvaluateProgress WaitForRetry Start EvaluateProgress WaitForNextPoll Poll EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'fails a start that is not allowed, in AWS’s words',
    script: { start: [denied] },
    through: 'Start Complete',
    outcome: 'FAILED',
    says: /^AccessDenied: AccessDeniedException: not authorized$/,
  },
  {
    path: 'fails a start that crashes',
    script: { start: [crashed] },
    through: 'Start Complete',
    outcome: 'FAILED',
    says: /TypeError/,
  },
  {
    path: 'goes on polling where polls fail',
    script: { start: [waiting], poll: [...Array<typeof crashed>(3).fill(crashed), gone] },
    through:
      'Start EvaluateProgress WaitForNextPoll Poll EvaluateProgress WaitForNextPoll Poll EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
  {
    path: 'fails where polling is denied',
    script: { start: [waiting], poll: [denied] },
    through: 'Start EvaluateProgress WaitForNextPoll Poll Complete',
    outcome: 'FAILED',
    says: /AccessDenied/,
  },
  {
    path: 'gives up at the deadline, after one last poll',
    script: { start: [waiting], poll: [waiting], wait: () => 2000 },
    through: ['Start', 'EvaluateProgress', ...times(2, 'WaitForNextPoll', 'Poll', 'EvaluateProgress'), 'Complete'].join(
      ' ',
    ),
    outcome: 'TIMED_OUT',
    says: /Waiting for OpenSearch/,
  },
  {
    path: 'gives up at the deadline where polls fail, and says so',
    script: { start: [waiting], poll: [throttled], wait: () => 2000 },
    through: ['Start', 'EvaluateProgress', ...times(2, 'WaitForNextPoll', 'Poll', 'EvaluateProgress'), 'Complete'].join(
      ' ',
    ),
    outcome: 'TIMED_OUT',
    says: /The last attempt failed: ThrottlingException: Rate exceeded/,
  },
  {
    path: 'answers where complete fails for a while',
    script: { start: [gone], completeFails: 5 },
    through: 'Start EvaluateProgress Complete',
    outcome: 'DISASSOCIATED',
  },
];

const WELL = ['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED'];

describe('a disassociation', () => {
  it.each(PATHS)('$path', async ({ script, through, outcome, says = /./ }) => {
    const { functions, events } = scripted(script);
    const { execution, path } = await run('disassociate', request, functions);

    const end = WELL.includes(outcome) ? 'Succeeded' : 'Failed';
    expect(path.join(' ')).toBe(
      `Initialize ReceiveRequest IsRequestValid AdmitRequest ${through} EvaluateOutcome ${end}`,
    );
    expect(events.map(({ detail }) => detail.data.outcome)).toEqual([outcome]);
    if (end === 'Succeeded') {
      expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome } });
    } else {
      expect(execution).toMatchObject({ status: 'FAILED', error: outcome });
      expect(execution.cause).toMatch(says);
    }
  });

  it.each(PATHS)('is stepped through by the console as the engine went: $path', async ({ script }) => {
    const { spec, steps } = await run('disassociate', request, scripted(script).functions);
    const { compared, differences } = await compareStepThrough(spec, steps, START);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(10);
  });

  it.each([
    { reporter: 'starts', retryFails: false, started: 1 },
    { reporter: 'does not start either', retryFails: true, started: 0 },
  ])('hands evidence that is not stored to the reporter, and ends as it ended where that $reporter', async (given) => {
    const { functions, events, retries } = scripted({ start: [gone], storeFails: true, ...given });
    const { execution, path } = await run('disassociate', request, functions);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'DISASSOCIATED' } });
    expect(path.slice(-4)).toEqual(['EvaluateOutcome', 'RetryEvidence', 'EvaluateOutcome', 'Succeeded']);
    expect(events[0]?.detail.data.evidence).toMatchObject({ stored: false });
    expect(retries).toHaveLength(given.started);
    for (const { Name, Input } of retries) {
      expect(Name).toBe('run');
      expect(Input).toEqual({ evidenceOf: expect.stringMatching(/^arn:aws:states:.*:execution:.*:run$/) });
    }
  });

  it('tries a start that nothing answers for a day', async () => {
    const { functions, events } = scripted({ start: [throttled] });
    const { seconds, history, path } = await run('disassociate', request, functions);
    expect(events.map(({ detail }) => detail.data.outcome)).toEqual(['TIMED_OUT']);
    expect(path).not.toContain('Poll');
    expect(seconds).toBeGreaterThanOrEqual(86_400);
    expect(seconds).toBeLessThan(86_400 + 600);
    expect(history.length).toBeLessThan(5000);
  });

  it('polls for the last time at its deadline, not a wait later', async () => {
    const { functions } = scripted({ start: [waiting], poll: [waiting], wait: () => 1500, deadlineSeconds: 3600 });
    const { tasks } = await run('disassociate', request, functions);
    expect(tasks.filter(({ state }) => state === 'Poll').map(({ at }) => at)).toEqual([1500, 3000, 3600]);
  });

  it('fails by the last error where its event cannot be published, and leaves that to the reporter', async () => {
    const { functions, events } = scripted({ start: [gone], completeFails: 99 });
    const { execution } = await run('disassociate', request, functions);
    expect(events).toEqual([]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'EventRefused' });
  });

  it('waits and polls for three transitions a poll', async () => {
    const { functions } = scripted({ start: [waiting], poll: [waiting, waiting, waiting, gone] });
    const { transitions } = await run('disassociate', request, functions);
    const { functions: atOnce } = scripted({ start: [gone] });
    const least = await run('disassociate', request, atOnce);
    expect(transitions - least.transitions).toBe(4 * 3);
  });

  it('stays below 5,000 events in 30 days with one poll in five failing', async () => {
    const days = 30 * 86_400;
    const pace = (elapsed: number) => Math.max(1, Math.round(nextWait(asynchronous, elapsed, 0.5)));
    const { functions } = scripted({ start: [waiting], poll: [waiting], deadlineSeconds: days, wait: pace });
    let polls = 0;
    const { history, seconds } = await run('disassociate', request, (state, handed, now) => {
      polls += state === 'Poll' ? 1 : 0;
      return state === 'Poll' && polls % 5 === 0 ? throttled : functions(state, handed, now);
    });
    expect(seconds).toBeGreaterThanOrEqual(days);
    expect(history.length).toBeLessThan(5000);
  });
});
