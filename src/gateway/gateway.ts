import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import type { Server } from 'node:https';
import { ok, fail, type Result } from '@shared/domain/result.ts';
import { Accounts } from './accounts/accounts.ts';
import { CORE, ENGINE } from './answers/webitel.ts';
import { PLAIN } from './answers/plain.ts';
import type { Manner } from './answers/answer.ts';
import { Audit } from './audit.ts';
import { Actions } from './calls/actions.ts';
import { Site, type MakePort } from './pbx/site.ts';
import { buildServer } from './server.ts';

/** Whose answers a gateway gives: webitel/core's, its successor's, or its own. */
export type Compat = '2016' | '2021' | 'none';
const MANNERS: Readonly<Record<Compat, Manner>> = { '2016': CORE, '2021': ENGINE, none: PLAIN };

export interface GatewayOptions {
  readonly pbx: MakePort;
  readonly accounts: string;
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Paths of PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly compat: Compat;
  readonly cors: readonly string[];
  readonly perMinute: number;
  /** Takes a line of the audit, with its end. */
  readonly audit: (line: string) => void;
}

/** ms between looks at whether the certificate was renewed. */
const TLS_LOOK_MS = 2_000;

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  readonly site: Site;
  readonly accounts: Accounts;
  stop(): Promise<void>;
}

/** Starts a gateway. Fails where its files, its port or its certificate are not to be had. */
export async function startGateway(options: GatewayOptions): Promise<Result<Gateway>> {
  const audit = new Audit(options.audit);
  const accounts = new Accounts(options.accounts, (why) => audit.event('trouble', { why }));
  const site = new Site();
  const manner = MANNERS[options.compat];
  const actions = new Actions(site, audit, manner.proves);
  try {
    await accounts.prepare();
    const tls = options.tls && readTls(options.tls);
    const { cors, perMinute, host, port } = options;
    const app = await buildServer(
      { site, accounts, actions, audit, manner },
      { tls, cors, perMinute },
    );
    const connected = await site.start(options.pbx, manner.proves);
    if (!connected.ok) return connected;
    await app.listen({ host, port });
    const unwatch = options.tls
      ? reloading(app.server as unknown as Server, options.tls, audit)
      : undefined;
    const address = app.server.address();
    const name = host.includes(':') ? `[${host}]` : host;
    return ok({
      url: `${tls ? 'https' : 'http'}://${name}:${typeof address === 'object' && address ? address.port : port}`,
      site,
      accounts,
      stop: async () => {
        unwatch?.();
        site.stop();
        await app.close();
      },
    });
  } catch (error) {
    site.stop();
    return fail('bad-input', `The gateway cannot start: ${(error as Error).message}`);
  }
}

const readTls = ({ cert, key }: { cert: string; key: string }) => ({
  cert: readFileSync(cert, 'utf8'),
  key: readFileSync(key, 'utf8'),
});

/** Takes a renewed certificate without a restart; one that cannot be used is told, and the last one holds. */
function reloading(server: Server, paths: { cert: string; key: string }, audit: Audit): () => void {
  const reload = (): void => {
    try {
      server.setSecureContext({ ...readTls(paths), minVersion: 'TLSv1.2' });
      audit.event('certificate', { outcome: 'reloaded' });
    } catch (error) {
      audit.event('trouble', {
        why: `The new certificate cannot be used: ${(error as Error).message}`,
      });
    }
  };
  const files = [paths.cert, paths.key];
  for (const file of files) watchFile(file, { interval: TLS_LOOK_MS }, reload);
  return () => files.forEach((file) => unwatchFile(file, reload));
}
