import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Peer } from '../peer.ts';
import type { PbxOrder, Stamp } from '../pbx/protocol.ts';
import type { Findings } from '../report.ts';
import { percentile } from '../stats.ts';
import { openBare } from './open.ts';

type Details = NonNullable<Findings['details']>;

/** ms after a press until the next, of the other program: the call is held or resumed by then. */
const GAP_MS = 200;

/**
 * ms from a key press, anywhere on the desktop, to the command at the PBX, while the app is open and
 * the PBX busy. The floor, pressed in turns: an empty program's hotkey that does nothing but write.
 */
export async function measureHotkeys(
  pbx: Peer<PbxOrder>,
  port: number,
  count: number,
): Promise<Details> {
  const { electron } = await openBare('bare.html');
  await electron.evaluate(({ globalShortcut }, to) => {
    const socket = process.getBuiltinModule('node:net').connect(to, '127.0.0.1');
    socket.setNoDelay(true).resume();
    globalShortcut.register('Control+Alt+Shift+J', () => socket.write('pressed\n\n'));
  }, port);
  const keyboard = spawn('xdotool', ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  // A keyboard is there before its key is pressed: xdotool has started once it answers.
  keyboard.stdin.write('getmouselocation\n');
  await once(keyboard.stdout, 'data');
  const press = async (key: string): Promise<number> => {
    const atMs = Date.now();
    keyboard.stdin.write(`key --delay 0 ctrl+alt+shift+${key}\n`);
    await sleep(GAP_MS);
    return atMs;
  };
  const ours: number[] = [];
  const floor: number[] = [];
  for (let i = 0; i < count; i += 1) {
    ours.push(await press('h'));
    floor.push(await press('j'));
  }
  keyboard.stdin.end();
  await electron.close();
  const commands = await pbx.ask<Stamp[]>({ do: 'commands' });
  return [
    // The first line of a hold asks for the caller's music, that of a resume ends it.
    ...lines('hotkey to the PBX', ours, commands, /^api uuid_(?:getvar|break) /),
    ...lines("an empty program's hotkey to a socket", floor, commands, /^pressed/),
  ];
}

function lines(
  what: string,
  pressed: readonly number[],
  commands: readonly Stamp[],
  command: RegExp,
): Details {
  const came = commands.filter((stamp) => command.test(stamp.what));
  const took = pressed.flatMap(
    (atMs) => came.map((stamp) => stamp.atMs - atMs).find((ms) => ms >= -1 && ms < GAP_MS) ?? [],
  );
  return [
    [`${what}, median of ${took.length}`, 'ms', percentile(took, 0.5)],
    [`${what}, p99 of ${took.length}`, 'ms', percentile(took, 0.99)],
  ];
}
