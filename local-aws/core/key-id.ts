/**
 * A member of CreateKey that is set in process only: the id that CloudFormation gives a key. A template may refer to it before
 * the key is there, so it cannot be made up by KMS as on AWS.
 */
export const KEY_ID = Symbol('KeyId');
