import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mjs';
import { say } from './say.mjs';

const FILE = join(CACHE, 'setup.lock');
const POLL_MS = 200;

/**
 * One set-up at a time: `npm start` and `npm run demo-pbx`, started together in a fresh checkout,
 * would otherwise both install into the same folder.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function oneAtATime(work) {
  mkdirSync(CACHE, { recursive: true });
  for (let told = false; !take(); told = true) {
    if (!told) say(`Waiting for another set-up to end (${FILE})`);
    await sleep(POLL_MS);
  }
  const release = () => rmSync(FILE, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** The lock appears with its holder in it: one killed while writing leaves none. */
function take() {
  const own = `${FILE}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${beginOf(process.pid)}`);
  try {
    linkSync(own, FILE);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
  clearStale();
  return false;
}

/** Takes away the lock of a set-up that was killed; the next round takes it. */
function clearStale() {
  const holder = holderIn(FILE);
  if (holder === undefined || isAlive(holder)) return;
  const aside = `${FILE}.stale-${process.pid}`;
  try {
    renameSync(FILE, aside);
    // Somebody else was faster, and this is theirs by now.
    if (holderIn(aside) !== holder) linkSync(aside, FILE);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** What the lock says; undefined when it is gone. */
function holderIn(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(holder) {
  const [pid, began] = holder.split(' ');
  if (!/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return began === beginOf(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * When a process began, in the kernel's ticks: in a container made anew around a kept home, another
 * process has the number of the one that was killed. '' where there is no /proc.
 */
function beginOf(pid) {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return '';
  // proc(5): the 22nd field; the second is a name in brackets, which may hold anything.
  return readFileSync(file, 'utf8').split(') ').at(-1).split(' ')[19];
}
