import { createPublicKey } from 'node:crypto';
import type { GetPublicKeyResponse, SignRequest } from '@aws-sdk/client-kms';
import { isSignature, SIGNING_ALGORITHMS, type Signed, sign } from '../model/algorithms.ts';
import { invalidSignature } from '../model/errors.ts';
import type { Keys } from '../state/keys.ts';
import { arnOf, on, usableKey } from './addressing.ts';
import type { Operations } from './inputs.ts';

type ToSign = Pick<SignRequest, 'KeyId' | 'Message' | 'MessageType' | 'SigningAlgorithm'>;

const conditionKeys = ({ MessageType = 'RAW', SigningAlgorithm = '' as never }: ToSign) => ({
  'kms:MessageType': MessageType,
  'kms:SigningAlgorithm': SigningAlgorithm,
});

export function signatures(keys: Keys) {
  return {
    GetPublicKey: {
      ...on(keys, 'kms:GetPublicKey'),
      async run(input, call) {
        const key = usableKey(keys, input, call);
        const publicKey = createPublicKey(await keys.privateKey(key));
        return {
          KeyId: arnOf(key),
          PublicKey: publicKey.export({ type: 'spki', format: 'der' }),
          KeySpec: key.spec as NonNullable<GetPublicKeyResponse['KeySpec']>,
          KeyUsage: 'SIGN_VERIFY',
          SigningAlgorithms: SIGNING_ALGORITHMS as NonNullable<GetPublicKeyResponse['SigningAlgorithms']>,
        };
      },
    },
    Sign: {
      ...on(keys, 'kms:Sign', conditionKeys),
      async run(input, call) {
        const key = usableKey(keys, input, call);
        const Signature = sign(await keys.privateKey(key), signedOf(input));
        return { KeyId: arnOf(key), Signature, SigningAlgorithm: input.SigningAlgorithm };
      },
    },
    Verify: {
      ...on(keys, 'kms:Verify', conditionKeys),
      async run(input, call) {
        const key = usableKey(keys, input, call);
        const publicKey = createPublicKey(await keys.privateKey(key));
        if (!isSignature(publicKey, bytesOf(input.Signature), signedOf(input))) throw invalidSignature();
        return { KeyId: arnOf(key), SignatureValid: true, SigningAlgorithm: input.SigningAlgorithm };
      },
    },
  } satisfies Operations;
}

function signedOf({ Message, MessageType = 'RAW', SigningAlgorithm = '' as never }: ToSign): Signed {
  return { message: bytesOf(Message), type: MessageType, algorithm: SigningAlgorithm };
}

/** Base64 on the wire, bytes from a caller in the process. */
function bytesOf(blob: Uint8Array | string | undefined): Uint8Array {
  return typeof blob === 'string' ? Buffer.from(blob, 'base64') : (blob ?? new Uint8Array());
}
