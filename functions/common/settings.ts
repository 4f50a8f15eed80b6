import type { Context } from 'aws-lambda';
import type { ApproverSettings } from '../../offboardings/approvers.ts';

/** The parts of a stage parameter that is a list, separated by commas. */
export function listIn(variable: string): string[] {
  const parts = (process.env[variable] ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

export function approverSettings({ invokedFunctionArn }: Context): ApproverSettings {
  return { approvers: listIn('APPROVERS'), account: invokedFunctionArn.split(':')[4] ?? '' };
}
