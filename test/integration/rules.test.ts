import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HISTORY_FILE } from '../../src/main/history/schema.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { carryOut } from '../../src/main/rules/actions.ts';
import { claimIn, Claims } from '../../src/main/rules/claims.ts';
import { ruleHandlers } from '../../src/main/rules/ipc.ts';
import { runProgram } from '../../src/main/rules/program.ts';
import { RuleRunner } from '../../src/main/rules/runner.ts';
import { fail, ok, type Result } from '../../src/shared/domain/result.ts';
import type { Rule, RuleResult } from '../../src/shared/rules/rule.ts';
import { callRecord, HOSTILE_NAME, rule } from '../support/calls.ts';
import { WebServer } from '../support/http.ts';

const WRITE_ARGV = fileURLToPath(new URL('../fixtures/write-argv.mjs', import.meta.url));
const NEVER = new AbortController().signal;

let folder: string;
let web: WebServer;
let opened: string[];
let warned: string[];
let runner: RuleRunner;
let rules: Rule[];
let told: (results: RuleResult[]) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-rules-'));
  web = await WebServer.start();
  [opened, warned] = [[], []];
  told = () => undefined;
  runner = newRunner();
});
afterEach(() => {
  runner.stop();
  web.stop();
  rmSync(folder, { recursive: true, force: true });
});

const database = () => openDatabase(join(folder, 'history.db'), HISTORY_FILE).db;

/** A runner as the app makes one; made again on the same folder, it is the app after a restart. */
function newRunner(): RuleRunner {
  const db = database();
  const claims = new Claims({
    ask: (claim) => Promise.resolve(claimIn(db, claim)),
    later: (claim) => void claimIn(db, claim),
  });
  const open = async (url: string): Promise<void> => void opened.push(url);
  return new RuleRunner({
    rules: () => rules,
    carryOut: carryOut(open),
    agreed: () => true,
    claim: (ruleId, record, nowMs) => claims.claim(ruleId, record, nowMs),
    known: () => ({ contact: '', site: 'PBX' }),
    warn: (text) => warned.push(text),
    changed: (results) => told(results),
  });
}

/** Does something and waits until a rule has come to its end. */
async function untilDone(act: () => void): Promise<RuleResult[]> {
  const done = new Promise<RuleResult[]>((resolve) => (told = resolve));
  act();
  return done;
}

const ringing = () => ({ step: 'ringing', record: callRecord() }) as const;

describe('a rule that runs a program', () => {
  it('passes a hostile name as exactly that text, in exactly its argument', async () => {
    const file = join(folder, 'argv.json');
    const args = [file, '{name}', '--who={name}', '$HOME `id` {number}', ''];
    rules = [rule({ action: { kind: 'program', path: WRITE_ARGV, args } })];
    const [result] = await untilDone(() => runner.onStep(ringing()));
    expect(result?.problem).toBe('');
    const seen = JSON.parse(readFileSync(file, 'utf8')) as { args: string[]; env: object };
    expect(seen.args).toEqual([
      HOSTILE_NAME,
      `--who=${HOSTILE_NAME}`,
      '$HOME `id` +4930123456',
      '',
    ]);
  });

  it('gives it no more of the environment than a program needs', async () => {
    process.env['RINGSIDE_TEST_SECRET'] = 'secret';
    process.env['NODE_OPTIONS'] = '--no-warnings';
    const file = join(folder, 'argv.json');
    const result = await runProgram(WRITE_ARGV, [file], NEVER);
    delete process.env['RINGSIDE_TEST_SECRET'];
    delete process.env['NODE_OPTIONS'];
    expect(result.ok).toBe(true);
    const { env } = JSON.parse(readFileSync(file, 'utf8')) as { env: Record<string, string> };
    expect(env['PATH']).toBe(process.env['PATH']);
    expect(Object.keys(env)).not.toContain('RINGSIDE_TEST_SECRET');
    expect(Object.keys(env)).not.toContain('NODE_OPTIONS');
  });

  it('ends one that does not end by itself, and says so', async () => {
    const result = await runProgram('/bin/sleep', ['600'], NEVER, 200);
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout' } });
    const stop = new AbortController();
    const running = runProgram('/bin/sleep', ['600'], stop.signal);
    setImmediate(() => stop.abort());
    expect(await running).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });

  it('says why one does not run', async () => {
    const plain = join(folder, 'plain.txt');
    writeFileSync(plain, '#!/no/such/interpreter');
    const why = async (path: string, args: string[] = []): Promise<string> => {
      const result = await runProgram(path, args, NEVER);
      return result.ok ? '' : result.error.message;
    };
    expect(await why('/no/such/program')).toContain('There is no program');
    expect(await why(folder)).toContain('is not a program');
    expect(await why(plain)).toContain('permissions');
    chmodSync(plain, 0o755);
    expect(await why(plain)).toContain('did not start');
    expect(await why('sleep')).toContain('full path');
    expect(await why('/bin/sh', ['-c', 'exit 3'])).toContain('exit code 3');
  });
});

describe('a rule that posts to a webhook', () => {
  const hook = (changes: object = {}): Rule =>
    rule({
      action: {
        kind: 'webhook',
        url: `${web.address}/h/{number}`,
        allowHttp: true,
        body: '',
        ...changes,
      },
    });

  it('posts JSON with the name as a value', async () => {
    rules = [hook({ body: '{"who": "{name}", "fixed": 1}' })];
    const [result] = await untilDone(() => runner.onStep(ringing()));
    expect(result?.problem).toBe('');
    expect(web.heard).toHaveLength(1);
    expect(web.heard[0]).toMatchObject({ method: 'POST', url: '/h/%2B4930123456' });
    expect(web.heard[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(web.heard[0]?.body ?? '')).toEqual({ who: HOSTILE_NAME, fixed: 1 });
  });

  it('is not sent unencrypted unless the rule says so', async () => {
    rules = [hook({ allowHttp: false })];
    const [result] = await untilDone(() => runner.onStep(ringing()));
    expect(result?.problem).toContain('not encrypted');
    expect(web.heard).toEqual([]);
  });

  it('follows no redirect, and says so', async () => {
    const other = await WebServer.start();
    web.answer = (_heard, response) =>
      response.writeHead(307, { location: `${other.address}/x` }).end();
    rules = [hook()];
    const [result] = await untilDone(() => runner.onStep(ringing()));
    expect(result?.problem).toContain('another address (307)');
    expect(other.heard).toEqual([]);
    other.stop();
  });

  it('reads no more of an answer than a little', async () => {
    web.answer = (_heard, response) => response.end('x'.repeat(1024 * 1024));
    rules = [hook()];
    const [result] = await untilDone(() => runner.onStep(ringing()));
    expect(result?.problem).toContain('too large');
  });

  it('is given up when nobody answers', async () => {
    web.answer = () => undefined;
    rules = [hook()];
    const [result] = await untilDone(() => runner.onStep(ringing()));
    expect(result?.problem).toContain('did not answer within 5 s');
  });

  it('is told once when it fails, and again only after it worked', async () => {
    let status = 500;
    web.answer = (_heard, response) => response.writeHead(status).end();
    rules = [hook()];
    const call = (callId: string) =>
      untilDone(() => runner.onStep({ step: 'ringing', record: callRecord({ callId }) }));
    await call('a');
    const [failed] = await call('b');
    expect(failed?.problem).toContain('answered 500');
    expect(warned).toHaveLength(1);
    status = 204;
    expect((await call('c'))[0]?.problem).toBe('');
    status = 404;
    await call('d');
    expect(warned).toHaveLength(2);
    expect(warned[1]).toContain('Open the customer');
  });
});

describe('a rule', () => {
  it('fires once for a call: not at its next step, not when the step is told again', async () => {
    rules = [rule({ steps: ['ringing', 'answered', 'ended'] })];
    await untilDone(() => runner.onStep(ringing()));
    runner.onStep(ringing());
    runner.onStep({ step: 'answered', record: callRecord({ id: 2 }) });
    await untilDone(() => runner.onStep({ step: 'ended', record: callRecord({ callId: 'next' }) }));
    expect(opened).toHaveLength(2);
  });

  it('does not fire again for the same call after a restart', async () => {
    rules = [rule()];
    await untilDone(() => runner.onStep(ringing()));
    // No stop: the process is gone. The call is told again, under a record of another number.
    runner = newRunner();
    runner.onStep({ step: 'ringing', record: callRecord({ id: 7 }) });
    // Another call that has the number of a deleted record is another call.
    await untilDone(() =>
      runner.onStep({ step: 'ringing', record: callRecord({ callId: 'other' }) }),
    );
    expect(opened).toHaveLength(2);
  });

  it('is a button for the calls it takes, and fires as often as it is pressed', async () => {
    rules = [rule({ button: true, steps: [], number: '+49*' }), rule({ id: 'other' })];
    expect(runner.buttonsFor(callRecord())).toEqual([{ id: 'rule-1', name: 'Open the customer' }]);
    expect(runner.buttonsFor(callRecord({ number: '+48' }))).toEqual([]);
    expect(await runner.fire('rule-1', callRecord())).toEqual({ ok: true, value: null });
    expect(await runner.fire('rule-1', callRecord())).toEqual({ ok: true, value: null });
    expect(opened).toEqual(Array(2).fill('https://crm.example.test/?q=%2B4930123456'));
    expect((await runner.fire('other', callRecord())).ok).toBe(false);
    expect((await runner.fire('gone', callRecord())).ok).toBe(false);
  });

  it('does nothing in a dry run, and says what cannot be done', async () => {
    const file = join(folder, 'argv.json');
    rules = [];
    const handlers = ruleHandlers(
      runner,
      () => Promise.resolve([callRecord()]),
      async () => ok(null),
      () => undefined,
    );
    const runs = await handlers['rules.dryRun']([
      rule({ id: 'a', action: { kind: 'program', path: WRITE_ARGV, args: [file, '{name}'] } }),
      rule({ id: 'b', action: { kind: 'program', path: '/no/such', args: [] } }),
    ]);
    expect(runs[0]?.would).toMatchObject([
      { plan: { args: [file, HOSTILE_NAME] }, problem: '' },
      { plan: { path: '/no/such' }, problem: 'There is no program /no/such.' },
    ]);
    await untilDone(() => void runner.fire('b', callRecord()).then(() => told([])));
    expect(() => readFileSync(file)).toThrow();
    expect(opened).toEqual([]);
  });

  it('is saved only when it can be carried out, and the person allows it', async () => {
    const kept: Rule[][] = [];
    let answer: Result<null> = ok(null);
    const { 'rules.save': save } = ruleHandlers(
      runner,
      () => Promise.resolve([]),
      async () => answer,
      (all) => kept.push(all),
    );
    const bad = rule({ action: { kind: 'url', url: 'javascript:alert(1)', allowHttp: true } });
    expect(await save([bad])).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(await save([rule(), rule()])).toMatchObject({ ok: false });
    expect(await save([rule()])).toMatchObject({ ok: true });
    answer = fail('cancelled', 'No.');
    expect(await save([rule({ name: 'Other' })])).toEqual(answer);
    expect(kept).toEqual([[rule()]]);
  });
});
