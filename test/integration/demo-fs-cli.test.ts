import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { EslClient } from '../support/esl-client.ts';
import { FrameReader, type Frame } from '../support/frames.ts';

/*
 * fs_cli on the demo PBX. It is in no package of Debian's, so what it sends is a recording
 * (test/fixtures/fs-cli.jsonl): the real fs_cli 1.11.3-dev at a terminal, through a relay to a real
 * FreeSWITCH, byte for byte. The demo PBX is told the same bytes, and must answer the same.
 */
const turns = readFileSync(new URL('../fixtures/fs-cli.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as { from: 'fs_cli' | 'switch'; text: string });

/** What fs_cli said after its login, and what the switch answered. */
const exchanges = turns.flatMap(({ from, text }, at) => {
  if (from !== 'fs_cli' || text.startsWith('auth ')) return [];
  const [answer] = new FrameReader().read(Buffer.from(turns[at + 1]?.text ?? ''));
  return answer ? [{ said: text, answer }] : [];
});

/** What is of that machine and that moment. */
const common = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
    .replace(/1\.11\.[23]-dev/g, 'RELEASE')
    .replace(/\+git\S+/, '+BUILD')
    .replace(/git (demo|\w{7}) [-\d]+ [\d:]+Z/, 'git COMMIT')
    .replace(/^UP .*$/ms, (status) => status.replace(/\d+(\.\d+)?/g, 'N'))
    .replace(/\b(vm|lab|demo)$/gm, 'HOST')
    .replace(/^\d+\n$/, 'NUMBER\n');

const inWords = ({ type, headers, body }: Frame): string =>
  `${type}\n${headers.find(([name]) => name === 'Reply-Text')?.[1] ?? ''}${common(body)}`;

/** Commands that answer with what a PBX has: ours has other rows, in the same form. */
const LISTS = /^api (help|list_users|list_users user 999|sofia status|show registrations)\n/;

/** The form of a list: its lines that are no rows, and each row as its separators and padding. */
const formOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .filter((line) => !/external::/.test(line))
      .map((line) => {
        if (line.includes('\t'))
          return line
            .split('\t')
            .slice(0, 3)
            .map(({ length }) => length)
            .join();
        if (/^\d+\|/.test(line)) return line.replace(/[^|]/g, '');
        if (/^\d+,/.test(line)) return line.replace(/[^,]/g, '');
        return line.replace(/^\d+ total/, 'N total');
      }),
  ),
];

let demo: DemoPbx;
let client: EslClient;
beforeEach(async () => {
  demo = await startDemoPbx({ seed: 1, calm: true });
  client = await EslClient.open(demo);
});
afterEach(async () => {
  client.close();
  await demo.stop();
});

/** Says these bytes, and gives back the frame that answers. */
async function tell(bytes: string): Promise<Frame> {
  const before = client.frames.length;
  client.socket.write(bytes);
  await expect.poll(() => client.frames.length).toBeGreaterThan(before);
  return client.frames[before] as Frame;
}

describe('fs_cli on the demo PBX', () => {
  const plain = exchanges.filter(({ said }) => !LISTS.test(said));
  it(`is answered as by FreeSWITCH (${plain.length} commands)`, async () => {
    expect(plain.length).toBeGreaterThan(40);
    for (const { said, answer } of plain)
      expect([said, inWords(await tell(said))]).toEqual([said, inWords(answer)]);
  });

  it.each([
    ['sofia status', 6],
    ['list_users', 12],
    ['list_users user 999', 3],
    ['show registrations', 4],
  ])('has the form of FreeSWITCH’s list: %s', async (command, least) => {
    const exchange = exchanges.find(({ said }) => said.startsWith(`api ${command}\n`));
    const { body } = await tell(exchange?.said ?? '');
    expect(body.split('\n').length).toBeGreaterThanOrEqual(least);
    const theirs = formOf(exchange?.answer.body ?? '');
    for (const line of formOf(body)) expect(theirs).toContain(line);
  });

  it('helps with the commands it has, each in FreeSWITCH’s words, and has each', async () => {
    const exchange = exchanges.find(({ said }) => said.startsWith('api help\n'));
    const { body } = await tell(exchange?.said ?? '');
    const theirs = exchange?.answer.body.split('\n') ?? [];
    const ours = body.split('\n');
    expect(ours.slice(0, 3)).toEqual(theirs.slice(0, 3));
    expect(ours.length).toBeGreaterThan(40);
    expect(theirs.filter((line) => ours.includes(line))).toEqual(ours);
    for (const line of ours.slice(3, -1)) {
      const [name = ''] = line.split(',');
      // Those that act are asked for nothing.
      const { body: answer } = await tell(`api ${name}\n\n`);
      expect([name, answer]).not.toEqual([name, `-ERR ${name} Command not found!\n`]);
    }
  });

  it('tells what became of a bgapi that went through api', async () => {
    await tell('event plain BACKGROUND_JOB\n\n');
    const { body } = await tell('api bgapi hostname\nconsole_execute: true\n\n');
    const [, id = ''] = /^\+OK Job-UUID: (\S+)\n$/.exec(body) ?? [];
    await expect.poll(() => client.told('Job-UUID')).toEqual([`BACKGROUND_JOB ${id}`]);
  });

  it('puts in the variables of a leg that is named', async () => {
    const { caller } = demo.inbound({ to: '201', number: '+46701234567', name: 'Anna' });
    const said = `api eval uuid:${caller} \${direction} on \${hostname}\nconsole_execute: true\n\n`;
    expect((await tell(said)).body).toBe('inbound on demo');
  });

  it('names only the command where it was not typed at a console', async () => {
    expect((await tell('api nosuch command here\n\n')).body).toBe(
      '-ERR nosuch Command not found!\n',
    );
  });

  it('takes what fs_cli sends first in one piece', async () => {
    const socket = connect(demo.port, demo.host);
    const reader = new FrameReader();
    socket.on('data', (data: Buffer) => reader.read(data));
    const first = turns.filter(({ from }) => from === 'fs_cli').slice(0, 4);
    socket.write(first.map(({ text }) => text.replace('ClueCon', demo.password)).join(''));
    await expect
      .poll(() => reader.frames.map(({ type }) => type))
      .toEqual(['auth/request', 'command/reply', 'api/response', 'api/response', 'command/reply']);
    expect(reader.frames.at(-1)?.headers.at(-1)).toEqual(['Reply-Text', '+OK log level  [7]']);
    socket.destroy();
  });
});
