/** What the services show of an association that has ended. */

export const GONE: readonly string[] = ['ABSENT', 'AVAILABLE', 'DISASSOCIATED'];
