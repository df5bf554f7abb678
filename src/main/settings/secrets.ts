import { join } from 'node:path';
import { safeStorage } from 'electron';
import { KeptFile, type Say } from '../files/kept-file.ts';
import { readSecrets } from './file.ts';
import { asksKeyringByBus, Keyring, type AsksBus, type KeyringState } from './keyring.ts';

export type SecretName = 'password' | 'token' | 'key';

export interface SecretsOptions {
  /** The app's data folder. */
  readonly directory: string;
  /** Whether to keep secrets although there is no keyring. */
  readonly weakly: boolean;
  /** Tells what is wrong with the file or the keyring, once. */
  readonly say: Say;
  readonly bus: AsksBus | undefined;
  /** The keyring answers, after it had hung: what could not be read can be. */
  healed(): void;
  /** It became known how secrets are kept. */
  changed(): void;
}

/**
 * Secrets, encrypted by the system's keyring through safeStorage. Without a keyring (Linux backend
 * `basic_text`) they live as long as the program, unless the person chose to keep them weakly.
 * They never leave the main process.
 */
export class Secrets {
  readonly #options: SecretsOptions;
  readonly #keyring: Keyring;
  readonly #file: KeptFile;
  /** Encrypted, by id, as the file has them. */
  #kept: Map<string, string>;
  readonly #session = new Map<string, string>();
  /** Of a scripted start: written nowhere. */
  readonly #lent = new Map<string, string>();
  /** Those of the file that were read in this run, by what they are encrypted as. */
  readonly #opened = new Map<string, string>();
  /** Set while the keyring was not known to answer. */
  readonly #toKeep = new Set<string>();
  #weakly: boolean;
  #hasHung = false;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;

  constructor(options: SecretsOptions) {
    this.#options = options;
    const path = join(options.directory, 'secrets.json');
    const { value, problem } = readSecrets(path);
    this.problem = problem;
    this.#kept = new Map(Object.entries(value));
    this.#file = new KeptFile(path, { name: 'The passwords', say: options.say });
    this.#weakly = options.weakly;
    const bus = asksKeyringByBus() ? options.bus : undefined;
    this.#keyring = new Keyring(bus, (state) => setImmediate(() => this.#onKeyring(state)));
  }

  #onKeyring(state: KeyringState): void {
    if (state === 'hangs') {
      this.#hasHung = true;
      this.#options.say(
        'bad',
        'The keyring does not answer: kept passwords cannot be read yet. It is asked again.',
      );
    }
    if (state !== 'open') return;
    if (this.#weakly) this.keepWeakly(true);
    if (this.mode !== 'session') for (const id of this.#toKeep) this.#keepHeld(id);
    this.#toKeep.clear();
    if (this.#hasHung) this.#options.healed();
    this.#options.changed();
  }

  /** Why a secret that is kept cannot be read now, or ''. */
  get obstacle(): string {
    return this.#keyring.state === 'hangs' && this.#kept.size > 0
      ? 'The keyring does not answer, so the password cannot be read yet. It is asked again by itself.'
      : '';
  }

  /** Until it is known whether what is kept can be read, 2 s at most; at once where nothing is kept. */
  async ready(): Promise<void> {
    if (this.#kept.size > 0) await this.#keyring.known;
  }

  /** How secrets are kept at present. */
  get mode(): 'keyring' | 'session' | 'weak' {
    if (this.#hasKeyring()) return 'keyring';
    return this.#weakly ? 'weak' : 'session';
  }

  keepWeakly(on: boolean): void {
    this.#weakly = on;
    if (this.#keyring.state !== 'open' || this.#hasKeyring()) return;
    if (process.platform === 'linux') safeStorage.setUsePlainTextEncryption(on);
    if (on) for (const id of this.#session.keys()) this.#keepHeld(id);
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
    return this.#session.get(id) ?? this.#lent.get(id) ?? this.#open(this.#kept.get(id));
  }

  /** Those that were given or read in this run. */
  inUse(): string[] {
    return [...this.#session.values(), ...this.#lent.values(), ...this.#opened.values()];
  }

  /** Every secret that can be read now, whatever it is of: to keep them out of what is written. */
  known(): string[] {
    for (const kept of this.#kept.values()) this.#open(kept);
    return this.inUse();
  }

  set(scope: string, name: SecretName, value: string): void {
    const id = `${scope} ${name}`;
    this.#session.set(id, value);
    if (this.#keyring.state !== 'open') this.#toKeep.add(id);
    else if (this.mode !== 'session') this.#keepHeld(id);
  }

  /** Waits until they are on the disk, at most so many ms. Resolves with whether they are. */
  flush(ms: number): Promise<boolean> {
    this.#keyring.stop();
    return this.#file.flush(ms);
  }

  #keepHeld(id: string): void {
    const value = this.#session.get(id);
    if (value === undefined) return;
    this.#write(this.#kept.set(id, safeStorage.encryptString(value).toString('base64')));
  }

  #write(kept: Map<string, string>): void {
    this.#kept = kept;
    this.#file.keep(JSON.stringify(Object.fromEntries(kept)));
  }

  #hasKeyring(): boolean {
    if (this.#keyring.state !== 'open' || !safeStorage.isEncryptionAvailable()) return false;
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  }

  #open(kept: string | undefined): string | undefined {
    if (kept === undefined) return undefined;
    const known = this.#opened.get(kept);
    if (known !== undefined || this.#keyring.state !== 'open') return known;
    const value = decrypt(kept);
    if (value !== undefined) this.#opened.set(kept, value);
    return value;
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
