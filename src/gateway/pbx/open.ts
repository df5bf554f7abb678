import { EslAdapter, type EslOptions } from '../../main/pbx/esl/adapter.ts';
import { openWebitel, type WebitelConnection } from '../../main/pbx/webitel/open.ts';
import { ok } from '@shared/domain/result.ts';
import type { MakePort } from './site.ts';

/** A FreeSWITCH by its Event Socket. */
export const byEventSocket =
  (options: EslOptions): MakePort =>
  (listener) =>
    Promise.resolve(ok(new EslAdapter(options, listener)));

/** A Webitel, or another gateway, by its REST API. */
export const byWebitel =
  (options: WebitelConnection): MakePort =>
  (listener) =>
    openWebitel(options, listener);
