import { afterEach, expect, it, vi } from 'vitest';
import { Board } from '../../src/main/board/board.ts';
import { EslAdapter } from '../../src/main/pbx/esl/adapter.ts';
import { readTable } from '../../src/main/pbx/esl/board/lists.ts';
import { runApi } from '../../src/demo-pbx/esl/api.ts';
import { keyOf, type AnyRow, type Part } from '../../src/shared/board/rows.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';

/** Resolves once it is so, within 20 s. */
const until = (isSo: () => boolean, what: string): Promise<void> =>
  vi.waitFor(() => expect(isSo(), what).toBe(true), { timeout: 20_000, interval: 50 });

let demo: DemoPbx | undefined;
let adapter: EslAdapter | undefined;
let board: Board | undefined;
afterEach(async () => {
  adapter?.stop();
  board?.stop();
  await demo?.stop();
});

/** A demo PBX whose board is watched. */
async function watched() {
  demo = await startDemoPbx({ calm: true });
  const { host, port, password } = demo;
  const here = new Board({ nowMs: () => Date.now(), goalMs: () => 20_000, delta: () => undefined });
  board = here;
  const lines: string[] = [];
  adapter = new EslAdapter(
    {
      address: { host, port },
      credentials: { password },
      plan: { context: 'default', ringSeconds: 45 },
    },
    {
      events: () => undefined,
      status: () => undefined,
      trace: (direction, line) => lines.push(`${direction} ${line}`),
      board: (events) => here.feed(events),
      boardRow: (part, key) => here.get(part, key),
    },
  );
  adapter.start();
  return { demo, adapter, board: here, lines };
}

/** A part's rows as the demo lists them now, by key. */
function listed(pbx: DemoPbx, part: Part, line: string): Map<string, AnyRow> {
  let text = '';
  runApi(pbx.pbx, line, {}, (answer) => (text = answer));
  return new Map(readTable(part, text).map((row) => [keyOf(part, row), row]));
}
const ours = (from: Board, part: Part): Map<string, AnyRow> =>
  new Map([...from.rows(part)].map((row) => [keyOf(part, row), row]));

it('has of a demo’s agents and members what it lists, by events and by lists', async () => {
  const { demo: pbx, adapter: port, board: here, lines } = await watched();
  await until(() => lines.some((line) => line.startsWith('> event json')), 'connected');
  expect(lines.some((line) => line.includes('CUSTOM'))).toBe(false);
  port.watchBoard(true);
  await until(() => here.snapshot().isLive, 'listed');
  expect(ours(here, 'agents')).toEqual(listed(pbx, 'agents', 'callcenter_config agent list'));
  expect([...here.rows('registrations')]).toHaveLength(20);

  const { caller } = pbx.inbound({ to: '4001', number: '+46701234567', name: 'Maja | Lind' });
  pbx.pbx.setPhone('203', { registered: false });
  const queue = 'support@pbx.example.test';
  await until(() => ours(here, 'members').size === 1, 'a member');
  await until(() => [...here.rows('registrations')].length === 19, 'a phone gone');
  const member = pbx.world.locate(caller);
  const agent = member && pbx.pbx.queues.offer(member, '202', 8_000);
  await until(
    () => here.get('agents', '202@pbx.example.test')?.['state'] === 'Receiving',
    'offered',
  );
  if (agent) pbx.pbx.pickUp(agent);
  await until(() => here.figuresOf(queue).answered === 1, 'answered');
  const members = `callcenter_config queue list members ${queue}`;
  await until(() => {
    const list = listed(pbx, 'members', members);
    return JSON.stringify([...list]) === JSON.stringify([...ours(here, 'members')]);
  }, 'equal members');
  expect([...ours(here, 'members').values()]).toMatchObject([
    { state: 'Answered', cid_name: 'Maja | Lind' },
  ]);
  expect(await port.setAgentStatus('204@pbx.example.test', 'On Break')).toEqual({
    ok: true,
    value: null,
  });
  await until(
    () => here.get('agents', '204@pbx.example.test')?.['status'] === 'On Break',
    'a break',
  );

  port.watchBoard(false);
  await until(() => lines.some((line) => line.startsWith('> nixevent CUSTOM')), 'left alone');
  expect(here.snapshot().isLive).toBe(false);
}, 60_000);
