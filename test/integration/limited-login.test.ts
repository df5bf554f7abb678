import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { capabilitiesOf, limitsOf } from '../../src/main/pbx/esl/capabilities.ts';
import { EslSession } from '../../src/main/pbx/esl/session.ts';
import { startDemoPbx } from '../support/demo.ts';

/** A list of docs/install.md's example, as an administrator copies it. */
function documented(param: string): string[] {
  const text = readFileSync(new URL('../../docs/install.md', import.meta.url), 'utf8');
  const value = new RegExp(`name="${param}" value="([^"]+)"`).exec(text)?.[1];
  if (value === undefined) throw new Error(`docs/install.md shows no ${param}`);
  return value.split(' ');
}

test('the limited login of docs/install.md hides nothing, forbids nothing, and has nothing to spare', async () => {
  const events = documented('esl-allowed-events');
  const api = documented('esl-allowed-api');
  const demo = await startDemoPbx({ calm: true });
  const { limited } = demo.access;
  const open = async (allowed: { events: string[]; api: string[] }) => {
    Object.assign(limited, allowed);
    const session = await EslSession.open(
      { host: demo.host, port: demo.port },
      limited,
      {
        greeted: () => undefined,
        events: () => undefined,
        trace: () => undefined,
        heartbeat: () => undefined,
        missed: () => undefined,
      },
      AbortSignal.timeout(30_000),
    );
    if (!session.ok) throw new Error(session.error.message);
    session.value.close();
    return session.value;
  };
  const whole = await open({ events, api });
  expect(whole.missingEvents).toEqual([]);
  expect(whole.hasJobs).toBe(true);
  expect(limitsOf(whole)).toBe('');
  expect(Object.values(capabilitiesOf(whole)).every((reason) => reason === '')).toBe(true);

  for (const left of api) {
    const less = await open({ events, api: api.filter((name) => name !== left) });
    const lost = limitsOf(less) + Object.values(capabilitiesOf(less)).join('');
    expect(lost, left).not.toBe('');
  }
  // All of what the app subscribes to, and no more.
  const subscribed = demo.commands.findLast((line) => line.startsWith('event json'));
  expect(new Set(subscribed?.split(' ').slice(2))).toEqual(new Set(events));
  await demo.stop();
});
