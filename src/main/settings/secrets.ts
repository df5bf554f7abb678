import { join } from 'node:path';
import { safeStorage } from 'electron';
import { KeptFile, type Say } from '../files/kept-file.ts';
import { readSecrets } from './file.ts';

export const SECRET_NAMES = ['password', 'token', 'key'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/**
 * Secrets, encrypted by the system's keyring through safeStorage. Without a keyring (Linux backend
 * `basic_text`) they live as long as the program, unless the person chose to keep them weakly.
 * They never leave the main process.
 */
export class Secrets {
  readonly #file: KeptFile;
  /** Encrypted, by id, as the file has them. */
  #kept: Map<string, string>;
  readonly #session = new Map<string, string>();
  /** Of a scripted start: written nowhere. */
  readonly #lent = new Map<string, string>();
  readonly #opened = new Set<string>();
  #weakly: boolean;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;

  /**
   * @param weakly whether to keep secrets although there is no keyring
   * @param say tells when they cannot be written, once
   */
  constructor(directory: string, weakly: boolean, say: Say) {
    const path = join(directory, 'secrets.json');
    const { value, problem } = readSecrets(path);
    this.problem = problem;
    this.#kept = new Map(Object.entries(value));
    this.#file = new KeptFile(path, { name: 'The passwords', say });
    this.#weakly = weakly;
    if (weakly) this.keepWeakly(true);
  }

  /** How secrets are kept at present. */
  get mode(): 'keyring' | 'session' | 'weak' {
    if (this.#hasKeyring()) return 'keyring';
    return this.#weakly ? 'weak' : 'session';
  }

  keepWeakly(on: boolean): void {
    this.#weakly = on;
    if (this.#hasKeyring()) return;
    if (process.platform === 'linux') safeStorage.setUsePlainTextEncryption(on);
    if (on) for (const [name, value] of this.#session) this.#keep(name, value);
    else this.#write(new Map());
  }

  /** Takes what a scripted start brought, for the one connection it is of; it is never written. */
  lend(scope: string, secrets: Readonly<Partial<Record<SecretName, string>>>): void {
    for (const [name, value] of Object.entries(secrets)) this.#lent.set(`${scope} ${name}`, value);
  }

  /**
   * The only lookup there is.
   * @param scope which connection a secret is of, so that a password for one never goes to another.
   */
  get(scope: string, name: SecretName): string | undefined {
    const id = `${scope} ${name}`;
    const held = this.#session.get(id) ?? this.#lent.get(id);
    if (held !== undefined) return held;
    const kept = this.#kept.get(id);
    const value = kept === undefined ? undefined : decrypt(kept);
    if (value !== undefined) this.#opened.add(value);
    return value;
  }

  /** Those that were given or read in this run. */
  inUse(): string[] {
    return [...this.#session.values(), ...this.#lent.values(), ...this.#opened];
  }

  /** Every secret that can be read now, whatever it is of: to keep them out of what is written. */
  known(): string[] {
    const kept = [...this.#kept.values()].map(decrypt);
    const held = [...this.#session.values(), ...this.#lent.values()];
    return [...held, ...kept].filter((value) => value !== undefined);
  }

  set(scope: string, name: SecretName, value: string): void {
    const id = `${scope} ${name}`;
    this.#session.set(id, value);
    if (this.mode !== 'session') this.#keep(id, value);
  }

  #keep(id: string, value: string): void {
    this.#write(this.#kept.set(id, safeStorage.encryptString(value).toString('base64')));
  }

  #write(kept: Map<string, string>): void {
    this.#kept = kept;
    this.#file.keep(JSON.stringify(Object.fromEntries(kept)));
  }

  /** Waits until they are on the disk, at most so many ms. Resolves with whether they are. */
  flush(ms: number): Promise<boolean> {
    return this.#file.flush(ms);
  }

  #hasKeyring(): boolean {
    if (!safeStorage.isEncryptionAvailable()) return false;
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  }
}

/** Undefined where it does not open: another user's keyring, or one reset since; it must be asked for again. */
function decrypt(kept: string): string | undefined {
  try {
    return safeStorage.decryptString(Buffer.from(kept, 'base64'));
  } catch {
    return undefined;
  }
}
