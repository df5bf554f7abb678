import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 2^15 rounds of 8 KiB: some 80 ms and 32 MiB for a guess (OWASP's advice for scrypt, 2025). */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
/** Most that a kept hash may ask for (bytes): a file that was tampered with must not take all memory. */
const MAX_MEMORY = 128 * 1024 * 1024;
const BYTES = 32;

const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFC'),
      salt,
      BYTES,
      { ...options, maxmem: MAX_MEMORY },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });

/** A password as it is kept: `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashed(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one that was hashed; false for a hash that is none. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [kind, N, r, p, salt = '', hash = ''] = kept.split('$');
  const key = Buffer.from(hash, 'base64url');
  if (kind !== 'scrypt' || key.length !== BYTES) return false;
  try {
    const options = { N: Number(N), r: Number(r), p: Number(p) };
    return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), options), key);
  } catch {
    return false;
  }
}
