import { formatDuration, formatUntil } from '../../../../client/duration.ts';
import type { PendingApproval } from '../../../../client/executions/pending-approval.ts';
import type { ExecutionRow } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { approvalText, formatTime, formatTimesIn, statusTone } from '../../common/format.ts';
import { describeItems } from '../../common/item-progress.ts';
import { appState, now, roleOf } from '../../common/state.ts';
import { icon } from '../basics.ts';

type View = ExecutionDetail['view'];

export function banner({ view }: ExecutionDetail) {
  return [
    h(
      'div',
      { class: `banner ${statusTone(view)}` },
      icon(statusTone(view)),
      h('p', {}, formatTimesIn(view.status === 'RUNNING' ? runningSentence(view, now()) : endedSentence(view), now())),
    ),
    // For screen readers: the banner's countdowns change every second, this text only with the status.
    h('p', { class: 'visually-hidden', role: 'status' }, announcement(view)),
  ];
}

function announcement({ status, state, serviceStatus, waitingMessage, outcome }: View): string {
  return status === 'RUNNING'
    ? [serviceStatus ?? state ?? 'Starting', waitingMessage].filter(Boolean).join('. ')
    : `Ended: ${outcome ?? status}`;
}

function runningSentence(view: View, time: number): string {
  const { pendingApproval, state, started, usualSeconds, serviceStatus, waitingMessage, deadline } = view;
  const parts = [
    nextPoll(view, time) ?? itemProgress(view) ?? (pendingApproval ? undefined : state ? `In ${state}` : 'Starting'),
    serviceStatus && `service status ${serviceStatus}`,
    usualSeconds !== undefined &&
      `usually ${formatDuration(usualSeconds * 1000)}, so far ${formatDuration(time - Date.parse(started))}`,
    deadline && `times out at ${formatTime(deadline, time)}`,
  ];
  const progress = parts.filter(Boolean).join(', ');
  const waiting = pendingApproval ? approvalSentence(pendingApproval, time) : waitingMessage;
  return [waiting, progress && `${progress}.`].filter(Boolean).join(' ');
}

function itemProgress({ planned, correlationId }: View): string | undefined {
  return planned === undefined || correlationId === undefined
    ? undefined
    : describeItems(planned, correlationId, appState.sorted.filter(isDisassociation));
}

/** An execution of a kind's own state machine. */
function isDisassociation(row: ExecutionRow): boolean {
  return roleOf(row) === row.kind;
}

function nextPoll({ nextPollAt, polls }: View, time: number): string | undefined {
  if (nextPollAt === undefined) return undefined;
  return `${polls === 0 ? 'First poll' : `Poll ${polls}, next`} ${formatUntil(nextPollAt, time)}`;
}

function approvalSentence(approval: PendingApproval, time: number): string {
  const { until, onTimeout, risks = [] } = approval;
  const limit = until && ` until ${formatTime(until, time)} (${formatUntil(until, time)})`;
  const reasons = risks.length > 0 ? ` Approval is required because of: ${risks.join(', ')}.` : '';
  return `${approvalText(approval)}${limit ?? ''}. ${onTimeout}${reasons}`;
}

function endedSentence({ outcome, status, started, ended, polls, reason }: View): string {
  const took = ended ? ` after ${formatDuration(Date.parse(ended) - Date.parse(started))}` : '';
  const polled = polls > 0 ? ` and ${polls} ${polls === 1 ? 'poll' : 'polls'}` : '';
  return `${outcome ?? status}${took}${polled}${reason ? `. ${reason}` : ''}`;
}
