import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

function take() {
  try {
    writeFileSync(FILE, `${process.pid} ${beginOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!holderLives()) rmSync(FILE, { force: true }); // it was killed; the next round takes it
  return false;
}

function holderLives() {
  try {
    const [pid, began] = readFileSync(FILE, 'utf8').split(' ');
    if (pid === '') return true; // an empty file is one being written
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
