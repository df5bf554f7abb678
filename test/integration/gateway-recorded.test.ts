import { afterEach, expect, it } from 'vitest';
import { userOf } from '../../src/gateway/accounts/people.ts';
import { Replay } from '../support/replay.ts';
import { caughtUp, ME, PASSWORD, startRig } from '../support/gateway.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it('--compat 2016 answers all recorded requests as webitel/core answered', async () => {
  const replay = await Replay.start(async (demo) => {
    const rig = await startRig(demo, { compat: '2016' });
    const { accounts, url } = rig.gateway;
    ends.push(
      () => demo.stop(),
      () => rig.gateway.stop(),
    );
    return {
      url,
      password: PASSWORD,
      byJobs: true,
      ready: () => caughtUp(rig, demo),
      expire: () => {
        const user = userOf(accounts.people, ME);
        return Promise.resolve({ expired: user ? accounts.issue(user, -1).token : '' });
      },
    };
  });
  const notes: string[] = [];
  await replay.play((note, got, want) => {
    notes.push(note);
    // The demo's user there is a user; here the recorded user may hang up a domain, as an administrator may.
    const text = got.text.replace('"role":1', '"role":2');
    expect.soft({ note, ...got, text }).toEqual({ note, ...want });
  });
  expect(notes).toHaveLength(35);
  expect(replay.demo.world.legs.size).toBe(0);
});
