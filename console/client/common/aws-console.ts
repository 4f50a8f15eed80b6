import { h } from './dom.ts';
import { appState } from './state.ts';

/** Null where AWS has nothing of the stack. */
export function awsConsoleLink(pathOf: (region: string) => string) {
  const { stack } = appState;
  if (!stack || stack.local || stack.here) return null;
  const { region } = stack;
  return h(
    'a',
    { class: 'button', href: `${home(region)}${pathOf(region)}`, target: '_blank', rel: 'noreferrer' },
    'In the AWS console',
  );
}

/** Each partition has its own console. */
function home(region: string): string {
  if (region.startsWith('cn-')) return `https://${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `https://${region}.console.amazonaws-us-gov.com`;
  return `https://${region}.console.aws.amazon.com`;
}

export const executionPath = (arn: string) => (region: string) =>
  `/states/home?region=${region}#/v2/executions/details/${encodeURIComponent(arn)}`;

export const rulePath = (bus: string, rule: string) => (region: string) =>
  `/events/home?region=${region}#/eventbus/${encodeURIComponent(bus)}/rules/${encodeURIComponent(rule)}`;

export const queuePath = (url: string) => (region: string) =>
  `/sqs/v3/home?region=${region}#/queues/${encodeURIComponent(url)}`;

export const objectPath = (bucket: string, key: string) => (region: string) =>
  `/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
