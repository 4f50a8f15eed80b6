import { createHash } from 'node:crypto';

/** `arn:aws:states:us-east-1:111122223333:stateMachine:name` -> `...:execution:name:<execution>`. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** A child of a distributed Map names its machine `<machine>/<label>`. */
export function childMachineArn(machineArn: string, label: string): string {
  return `${machineArn}/${label}`;
}

export function mapRunArn(machineArn: string, label: string, id: string): string {
  return `${machineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`;
}

/** The name at the end of a state machine's ARN. */
export function machineName(machineArn: string): string {
  return machineArn.slice(machineArn.lastIndexOf(':') + 1);
}

/** @returns undefined where it is no execution's ARN. `machineArn` is without the label. */
export function parseExecutionArn(
  arn: string,
): { machineArn: string; label: string | undefined; name: string } | undefined {
  const found = /^(arn:[^:]*:states:[^:]*:[^:]*):execution:([^:/]+)(?:\/([^:]+))?:(.+)$/.exec(arn);
  if (!found) return undefined;
  const [, prefix, machine, label, name] = found;
  return { machineArn: `${prefix}:stateMachine:${machine}`, label, name: name as string };
}

/** A UUID that is the same for the same words, so that a request repeated after a restart has the same name. */
export function stableUuid(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
