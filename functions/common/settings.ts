import type { Context } from 'aws-lambda';
import type { ApproverSettings } from '../../offboardings/approvers.ts';
import { ownAccount } from './account.ts';

/** The parts of a stage parameter that is a list, separated by commas. */
export function listIn(variable: string): string[] {
  const parts = (process.env[variable] ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

export function approverSettings(context: Context): ApproverSettings {
  return { approvers: listIn('APPROVERS'), account: ownAccount(context) };
}
