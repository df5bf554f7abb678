import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 60_000;
const POLL_MS = 50;

/**
 * Waits until a started program does what it was started for.
 * @param {string} name of the program, for the message
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => boolean} isThere
 * @param {number} [patienceMs] after which it is given up
 */
export async function waitUntilThere(name, child, isThere, patienceMs = DEADLINE_MS) {
  const deadline = Date.now() + patienceMs;
  while (!isThere()) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${name} ended early.`);
    if (Date.now() > deadline) throw new Error(`${name} did not come up.`);
    await sleep(POLL_MS);
  }
}

/**
 * The first line a program writes to one of its pipes: how servers tell their address.
 * @param {string} name of the program, for the message
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} fd
 */
export async function firstLine(name, child, fd) {
  const pipe = child.stdio[fd].setEncoding('utf8');
  let text = '';
  for await (const part of pipe) {
    text += part;
    if (text.includes('\n')) return text.split('\n')[0];
  }
  if (child.exitCode === null) await once(child, 'exit');
  throw new Error(`${name} ended early (code ${child.exitCode}).`);
}
