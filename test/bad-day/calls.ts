import type { DemoPbx } from '../support/demo.ts';

/** ms a call of the crowd lasts at least and at most, and between two looks which are due. */
const LASTS = { least: 500, most: 4_000 };
const TICK_MS = 20;
/** ms after its end in which a call of mine still has to reach the app. */
const ARRIVES_MS = 700;

/** A call to the app's own phone, as it was made. */
export interface MyCall {
  readonly number: string;
  readonly outcome: 'answered' | 'missed';
  /** Nothing kept the app from seeing all of it. */
  certain: boolean;
}

/** Names that callers give: markup, other directions, a line's end, far too long, none. */
const NAMES = [
  'Ada',
  '',
  '<img src=x onerror=alert(1)>',
  '\u202egnp.exe',
  'a\r\n\r\nContent-Length: 9\n\n',
  '$(reboot) `id` ${system(id)}',
  '\0\u0007\u001b[2J',
  'x'.repeat(5_000),
  "Robert'); DROP TABLE calls;--",
  '\u{1f4de}'.repeat(50),
];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The calls at the PBX: a crowd's, so many events a second, and those to the app's own phone. */
export class Calls {
  readonly mine: MyCall[] = [];
  readonly #demo: DemoPbx;
  readonly #random: () => number;
  /** What counts up whenever something may keep the app from seeing a call; undefined while it does. */
  readonly #epoch: () => number | undefined;
  /** Calls a second. */
  readonly #rate: number;
  readonly #ends: { readonly uuid: string; readonly dueMs: number }[] = [];
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(demo: DemoPbx, rate: number, random: () => number, epoch: () => number | undefined) {
    this.#demo = demo;
    this.#rate = rate;
    this.#random = random;
    this.#epoch = epoch;
  }

  /** Calls of the crowd come and go. */
  begin(): void {
    let last = performance.now();
    let due = 0;
    this.#timer = setInterval(() => {
      const now = performance.now();
      due += ((now - last) / 1000) * this.#rate;
      last = now;
      for (; due >= 1; due -= 1) this.#one(now);
      while (this.#ends[0] && this.#ends[0].dueMs <= now)
        this.#demo.hangup(this.#ends.shift()?.uuid ?? '');
    }, TICK_MS);
  }

  /** Nobody calls any more; those who talk go on talking. */
  rest(): void {
    clearInterval(this.#timer);
  }

  #one(now: number): void {
    this.#next += 1;
    const to = String(202 + (this.#next % 18));
    const { caller, agent } = this.#demo.inbound({
      to,
      number: `+4930${this.#next}`,
      name: this.name(),
    });
    if (agent) this.#demo.answer(agent);
    const dueMs = now + LASTS.least + this.#random() * (LASTS.most - LASTS.least);
    this.#ends.push({ uuid: caller, dueMs });
    this.#ends.sort((a, b) => a.dueMs - b.dueMs);
  }

  name(): string {
    return NAMES[Math.floor(this.#random() * NAMES.length)] ?? '';
  }

  /** My phone rings, is answered or not, and the caller hangs up. @param during while it rings */
  async toMe(
    isAnswered: boolean,
    name = this.name(),
    during = (): Promise<void> => pause(300),
  ): Promise<MyCall> {
    const call: MyCall = {
      number: `+4989${1_000_000 + this.mine.length}`,
      outcome: isAnswered ? 'answered' : 'missed',
      certain: false,
    };
    this.mine.push(call);
    const epoch = this.#epoch();
    const { caller, agent = '' } = this.#demo.inbound({ to: '201', number: call.number, name });
    try {
      await during();
      if (isAnswered) this.#demo.answer(agent);
      await pause(200);
    } finally {
      this.#demo.hangup(caller);
    }
    await pause(ARRIVES_MS);
    call.certain = epoch !== undefined && this.#epoch() === epoch;
    return call;
  }
}
