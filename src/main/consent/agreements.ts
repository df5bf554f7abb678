import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Settings } from '@shared/settings/settings.ts';
import { needsOf, type Need } from './needs.ts';

/** Most agreements kept; the oldest go first, and are asked for again. */
const MAX_AGREED = 500;

export interface AgreementParts {
  readonly settings: Settings;
  /** What the command line asked for: allowed in this run. */
  readonly given: readonly Need[];
  /** Keeps the keys of what was agreed to. */
  readonly keep: (keys: string[]) => void;
  /** Puts a question to the person, outside of any page; true for yes. */
  readonly ask: (needs: readonly Need[]) => Promise<boolean>;
}

/**
 * What the person agreed to. A page can save a rule or an address, but not agree: the question comes
 * from main, in a window of the system's, and the answer is looked up where the thing is done.
 */
export class Agreements {
  readonly #agreed: Set<string>;
  readonly #parts: AgreementParts;
  #asking = false;

  constructor(parts: AgreementParts) {
    this.#parts = parts;
    const { settings } = parts;
    // What a settings file from before there were agreements holds, its owner put there.
    this.#agreed = new Set(settings.agreed ?? needsOf(settings).map(({ key }) => key));
  }

  has({ key }: Need): boolean {
    return this.#agreed.has(key) || this.#parts.given.some((given) => given.key === key);
  }

  hasAll(needs: readonly Need[]): boolean {
    return needs.every((need) => this.has(need));
  }

  /** Asks for what nobody has agreed to yet, in one question; fails when the answer is no. */
  async require(needs: readonly Need[]): Promise<Result<null>> {
    const missing = needs.filter((need) => !this.has(need));
    if (missing.length > 0) {
      // A page could otherwise bury the person under questions.
      if (this.#asking) return fail('bad-input', 'Answer the question that is open first.');
      this.#asking = true;
      const agreed = await this.#parts.ask(missing).finally(() => (this.#asking = false));
      if (!agreed) return fail('cancelled', 'It was not allowed: nothing was changed.');
    }
    this.#note(needs);
    return ok(null);
  }

  #note(needs: readonly Need[]): void {
    const before = this.#agreed.size;
    for (const { key } of needs) this.#agreed.add(key);
    if (this.#agreed.size > before) this.#parts.keep([...this.#agreed].slice(-MAX_AGREED));
  }
}
