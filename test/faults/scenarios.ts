import { randomBytes } from 'node:crypto';
import { MAX_BODY_BYTES } from '../../src/main/pbx/esl/framing.ts';
import type { Rig } from './rig.ts';

/** What one fault did to the app. Times in ms. */
export interface Outcome {
  /** Until the app said that the connection is lost; undefined where it is not to be. */
  readonly noticedMs?: number;
  /** From the moment the PBX was there again until the app was online; undefined likewise. */
  readonly backMs?: number;
}

/** One fault: done to a rig that is online, and over when it is online again. */
export type Scenario = (rig: Rig, random: () => number) => Promise<Outcome>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const uuidOf = (rig: Rig): string => rig.monitor.table.values().next().value?.uuid ?? '';

/** ms that a PBX is away: by then the back-off waits 4 s at a time. */
const DOWN_MS = 7_000;

/** Waits until the table has what the PBX has of a leg, or has lost it. */
async function seen(rig: Rig, uuid: string, there: boolean): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${uuid} is not told`)), 20_000);
    const check = (): void => {
      if ((rig.monitor.table.get(uuid) === undefined) === there) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = rig.monitor.onChange(check);
    check();
  });
}

/** The connection goes; meanwhile one call ends, and another begins. */
async function lose(rig: Rig, fault: () => void): Promise<Outcome> {
  const ends = uuidOf(rig);
  fault();
  const noticedMs = await rig.lost();
  rig.demo.hangup(ends);
  rig.call();
  return { noticedMs, backMs: await rig.online() };
}

/** New connections come to nothing for a while. */
async function away(rig: Rig, fault: (on: boolean) => void): Promise<Outcome> {
  fault(true);
  rig.proxy.cut();
  const noticedMs = await rig.lost();
  await pause(DOWN_MS);
  fault(false);
  return { noticedMs, backMs: await rig.online() };
}

/** Frames that are no answers: with only these an app hears events, and no command is answered. */
const isAnswer = (type: string | undefined): boolean =>
  type === 'command/reply' || type === 'api/response';

export const QUICK = {
  'a connection that is cut': (rig) => lose(rig, () => rig.proxy.cut()),

  /** The next connection for events, or for commands, ends in greeting, login, list or events. */
  async 'a connection that is cut at any byte'(rig, random) {
    const { proxy } = rig;
    const at = Math.floor(random() ** 3 * 10_000) + 1;
    proxy.cutAfter.push(...(random() < 0.7 ? [at] : [Infinity, at]));
    const cut = new Promise<void>((resolve) => (proxy.onCut = resolve));
    proxy.cut();
    await rig.lost();
    // The events of some calls are more bytes than any of these cuts waits for; so are two lists.
    void rig.online().then(() => [rig.call(), rig.call(), rig.call()]);
    await cut;
    await rig.lost();
    return { backMs: await rig.online() };
  },

  async 'a PBX that restarts'(rig) {
    const { proxy, demo } = rig;
    const restarting = demo.restart();
    const noticedMs = await rig.lost();
    await restarting;
    const backMs = await rig.online();
    if (proxy.live > 2) throw new Error(`${proxy.live} connections`);
    demo.load(6);
    return { noticedMs, backMs };
  },

  async 'a connection that is slow'(rig) {
    rig.proxy.delayMs = 150;
    await seen(rig, rig.call(), true);
    rig.proxy.cut();
    await rig.lost();
    await rig.online();
    rig.proxy.delayMs = 0;
    return {};
  },

  async 'one byte at a time'(rig) {
    rig.proxy.trickle = true;
    await seen(rig, rig.call(), true);
    rig.proxy.cut();
    await rig.lost();
    await rig.online();
    rig.proxy.trickle = false;
    return {};
  },

  async 'every connection made twice'(rig) {
    rig.proxy.duplicate = true;
    const outcome = await lose(rig, () => rig.proxy.cut());
    rig.proxy.duplicate = false;
    return outcome;
  },

  async 'garbage between the frames'(rig) {
    return lose(rig, () => rig.proxy.inject(Buffer.concat([Buffer.of(0, 1, 2), randomBytes(300)])));
  },

  async 'a frame larger than any'(rig) {
    return lose(rig, () =>
      rig.proxy.inject(Buffer.from(`Content-Length: ${MAX_BODY_BYTES + 1}\n\n`)),
    );
  },

  async 'an event that is no JSON'(rig) {
    const leg = rig.call();
    await seen(rig, leg, true);
    const lost = new Promise<void>((resolve) => {
      rig.proxy.keep = ({ body }) => {
        const isEnd = body.includes(leg) && body.includes('CHANNEL_DESTROY');
        if (isEnd) resolve();
        return !isEnd;
      };
    });
    rig.demo.hangup(leg);
    await lost;
    rig.proxy.keep = undefined;
    rig.proxy.inject(Buffer.from('Content-Length: 9\nContent-Type: text/event-json\n\n{"Event-N'));
    await seen(rig, leg, false);
    return {};
  },
} satisfies Record<string, Scenario>;

/** Faults that take seconds to be noticed, or that last. */
export const SLOW = {
  async 'a connection that is half open'(rig) {
    const { proxy } = rig;
    proxy.deaf = true;
    const outcome = lose(rig, () => proxy.halfOpen());
    await rig.lost();
    await pause(2_500);
    proxy.deaf = false;
    const backMs = await rig.online();
    return { ...(await outcome), backMs };
  },

  async 'one connection of two that is half open, the events’'(rig) {
    return lose(rig, () => rig.proxy.halfOpen((i) => i % 2 === 0));
  },

  async 'one connection of two that is half open, the commands’'(rig) {
    return lose(rig, () => rig.proxy.halfOpen((i) => i % 2 === 1));
  },

  async 'a frame of 100 MB that is announced and never comes'(rig) {
    const head = 'Content-Length: 104857600\nContent-Type: text/event-json\n\n{"Event-Name":"';
    return lose(rig, () => rig.proxy.inject(Buffer.from(head)));
  },

  async 'a reply that never comes'(rig) {
    const { proxy } = rig;
    proxy.keep = ({ headers }) => !isAnswer(headers.get('Content-Type'));
    const beganMs = performance.now();
    const { answer } = rig.adapter.execute({ kind: 'hold', uuid: uuidOf(rig) });
    const result = await answer;
    const noticedMs = performance.now() - beganMs;
    if (result.ok || result.error.kind !== 'timeout')
      throw new Error(`no timeout: ${JSON.stringify(result)}`);
    proxy.keep = undefined;
    return { noticedMs, backMs: await rig.online() };
  },

  async 'a job whose result never comes'(rig) {
    const { proxy } = rig;
    proxy.keep = ({ body }) => !body.includes('BACKGROUND_JOB');
    const { answer } = rig.adapter.execute({
      kind: 'originate',
      extension: '201',
      number: '300',
      autoAnswer: false,
    });
    proxy.cut();
    const result = await answer;
    if (result.ok) throw new Error('a job without a result was taken for done');
    proxy.keep = undefined;
    await rig.lost();
    return { backMs: await rig.online() };
  },

  /** Nobody listens. */
  async 'a PBX that is down for some time'(rig) {
    await rig.proxy.refuse();
    const noticedMs = await rig.lost();
    await pause(DOWN_MS);
    rig.call();
    await rig.proxy.listen();
    return { noticedMs, backMs: await rig.online() };
  },

  'a forwarder that takes connections for a PBX that is down for some time': (rig) =>
    away(rig, (on) => (rig.proxy.slam = on)),

  'a PBX that takes connections and says nothing for some time': (rig) =>
    away(rig, (on) => (rig.proxy.deaf = on)),
} satisfies Record<string, Scenario>;
