import type { Identity, Permission } from '../core/aws.ts';

/** Key in small letters -> its values. Keys are compared without regard to case, values are not. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** @param now milliseconds since 1970, for aws:CurrentTime and aws:EpochTime. */
export function contextOf(identity: Identity, permission: Permission, now: number): RequestContext {
  const keys: Record<string, string | readonly string[] | boolean | undefined> = {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    // Policies demand it everywhere; loopback has nothing to protect.
    'aws:SecureTransport': true,
    'aws:PrincipalIsAWSService': identity.servicePrincipal !== undefined,
    'aws:PrincipalServiceName': identity.servicePrincipal,
    'aws:ResourceAccount': permission.resource.split(':')[4] || undefined,
    ...(identity.servicePrincipal === undefined
      ? {
          'aws:PrincipalArn': identity.roleArn ?? identity.arn,
          'aws:PrincipalAccount': identity.account,
          'aws:PrincipalType': identity.roleArn === undefined ? 'User' : 'AssumedRole',
          'aws:SourceIdentity': identity.sourceIdentity,
        }
      : { 'aws:SourceArn': identity.sourceArn, 'aws:SourceAccount': identity.account }),
    ...permission.context,
  };
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(keys)) {
    if (value === undefined) continue;
    context.set(key.toLowerCase(), Array.isArray(value) ? value : [String(value)]);
  }
  return context;
}

/**
 * A policy's text with its variables filled in: `${aws:PrincipalAccount}`, `${aws:username, 'default'}`.
 * @returns undefined where a variable has no value: such text matches nothing.
 */
export function fillIn(text: string, context: RequestContext): string | undefined {
  if (!text.includes('${')) return text;
  let complete = true;
  const filled = text.replace(/\$\{([^{},]+)(?:,\s*'([^']*)')?\}/g, (_, key: string, fallback?: string) => {
    const special = LITERALS[key];
    if (special !== undefined) return special;
    const value = context.get(key.trim().toLowerCase())?.[0] ?? fallback;
    if (value === undefined) complete = false;
    return value ?? '';
  });
  return complete ? filled : undefined;
}

/** `${*}` stands for the character itself; here for one that the pattern takes as any, which a stack never meets. */
const LITERALS: Readonly<Record<string, string>> = { $: '$', '*': '*', '?': '?' };
