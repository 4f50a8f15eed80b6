/** IAM principals by whose they are: of an account, or a user of a name in any. */

/** @param principal an ARN of IAM, or the id of an account. */
export function isPrincipalOf(
  principal: string,
  { account, userName }: { account?: string | undefined; userName?: string | undefined },
): boolean {
  const [, owner = principal, path = ''] = /^arn:[^:]+:iam::(\d{12}):(\S+)$/.exec(principal) ?? [];
  const isUser = path.startsWith('user/') && path.split('/').at(-1) === userName;
  return (userName === undefined || isUser) && (account === undefined || owner === account);
}
