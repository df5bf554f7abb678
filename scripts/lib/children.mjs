import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 4000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {Set<import('node:child_process').ChildProcess>} those that signals to this script go to */
const foreground = new Set();
let interruptedBy = 0;

/**
 * Starts a process in a group of its own: Ctrl-C then reaches only this script, which ends its
 * children in the right order, and one signal ends a child together with what it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function launch(command, args, options = {}) {
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  keep(child);
  child.once('exit', () => {
    signalGroup(child, 'SIGKILL'); // what it left behind
    forget(child);
  });
  child.once('error', () => forget(child));
  return child;
}

/**
 * Runs a process to its end; signals to this script go to it. 128 + n is an end by signal n.
 * @returns {Promise<number>} the exit code
 */
export async function runForeground(command, args, options = {}) {
  const child = launch(command, args, { stdio: 'inherit', ...options });
  foreground.add(child);
  try {
    const [code, signal] = await once(child, 'exit');
    return code ?? 128 + constants.signals[signal];
  } finally {
    foreground.delete(child);
  }
}

/**
 * The same, beside others: what it prints comes in one piece when it ends.
 * @returns {Promise<number>} the exit code
 */
export async function runBeside(command, args, options = {}) {
  const child = launch(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => printed.push(data));
  }
  foreground.add(child);
  try {
    const [code, signal] = await once(child, 'close');
    process.stdout.write(Buffer.concat(printed));
    return code ?? 128 + constants.signals[signal];
  } finally {
    foreground.delete(child);
  }
}

/** Asks a process and its group to end, and insists after a while. */
export async function stop(child) {
  if (!running.has(child)) return;
  const ended = once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
  if (!running.has(child)) return;
  signalGroup(child, 'SIGKILL');
  await ended;
}

/** True once a signal asked this script to end: what is still to come is left out. */
export const wasInterrupted = () => interruptedBy > 0;

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** The first signal is passed on to end things in order; the second one ends everything now. */
function onSignal(signal) {
  const again = wasInterrupted();
  interruptedBy = constants.signals[signal];
  if (again || foreground.size === 0) process.exit(128 + interruptedBy);
  // To the program alone: it ends its own helpers, and in its own order.
  for (const child of foreground) child.kill(signal);
}

function endAllAtOnce() {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/** Signals are taken only while there is something to end: otherwise they do what they always do. */
function keep(child) {
  if (running.size === 0) {
    for (const signal of SIGNALS) process.on(signal, onSignal);
    process.on('exit', endAllAtOnce);
  }
  running.add(child);
}

function forget(child) {
  running.delete(child);
  if (running.size > 0) return;
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  process.removeListener('exit', endAllAtOnce);
}
