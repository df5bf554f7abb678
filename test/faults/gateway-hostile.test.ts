import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startCalmPbx } from '../support/demo.ts';
import { ME, startRig } from '../support/gateway.ts';
import { hostileText } from '../support/hostile.ts';

/** Hostile values; a long run sets RUNS. */
const RUNS = Number(process.env['RUNS'] ?? 300);
const LIST = '/api/v2/channels';
const UUID = '3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1';

/** A text as a client writes it into an address; half a surrogate has no place in one. */
const inPath = (text: string): string => encodeURIComponent(Buffer.from(text).toString('utf8'));

/** Where a value may stand in a request. */
const PLACES: readonly ((
  text: string,
) => readonly [method: string, path: string, body?: unknown])[] = [
  (text) => ['PUT', `${LIST}/${inPath(text)}`, { state: 'hold' }],
  (text) => ['PUT', `${LIST}/${UUID}`, { state: text }],
  (text) => ['DELETE', `${LIST}/${inPath(text)}?cause=${inPath(text)}`],
  (text) => ['POST', `${LIST}/${inPath(text)}/eavesdrop`, { user: text }],
  (text) => ['POST', `${LIST}/${inPath(text)}/mute`],
  (text) => ['POST', LIST, { calledId: text, callerId: `${text}@nowhere.example` }],
  (text) => ['POST', LIST, { calledId: '5', callerId: ME, auto_answer_param: `${text} ` }],
  (text) => ['GET', `${LIST}?order=${inPath(text)}&q=${inPath(text)}`],
  (text) => ['POST', LIST, text],
  (text) => ['POST', '/login', { username: text, password: [text] }],
];

/** All that a command line of ours may hold: words of the allow-lists, and variables in braces. */
const HARMLESS =
  /^(?:api |bgapi )?[a-z_]+(?: (?:\{[\w=@.,+*#-]*\})?[\w@.+*#:/~=-]+(?:\([\w@.:~=+-]+\))?| &eavesdrop\([\w@.:~=+-]+\))*$/;

it('passes no hostile value on, and answers each', { timeout: 60_000 + RUNS * 50 }, async () => {
  const demo = await startCalmPbx();
  const rig = await startRig(demo);
  const pass = rig.pass();
  await fc.assert(
    fc.asyncProperty(hostileText, fc.nat(PLACES.length - 1), async (text, place) => {
      const before = demo.commands.length;
      const [method, path, body] = PLACES[place]?.(text) ?? ['GET', LIST];
      const { status } = await rig.ask(method, path, body, pass);
      expect([200, 400, 401, 403, 404, 409, 413, 422, 429]).toContain(status);
      for (const line of demo.commands.slice(before)) expect(line).toMatch(HARMLESS);
    }),
    { numRuns: RUNS },
  );
  expect((await rig.ask('GET', LIST, undefined, pass)).status).toBe(200);
  await rig.gateway.stop();
  await demo.stop();
});
