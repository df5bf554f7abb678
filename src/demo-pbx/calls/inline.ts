import type { Leg } from '../world/leg.ts';
import { run } from './applications.ts';
import { dialplan, isNumber } from './dialplan.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed } from './execute.ts';
import { hangup } from './hangup.ts';

/** Where a leg is sent: a number of a context, or with the dialplan `inline` a list of applications. */
export interface Destination {
  readonly number: string;
  readonly dialplan: string;
  readonly context: string;
}

const CONTEXTS = new Set(['default', 'public']);

/** Whether anything is behind a destination: a leg sent nowhere never comes to CS_EXECUTE. */
export const leadsSomewhere = (pbx: Exchange, to: Destination): boolean =>
  to.dialplan === 'inline' ||
  (to.dialplan === 'XML' && CONTEXTS.has(to.context) && isNumber(pbx, to.number));

/** A leg has come to CS_EXECUTE: what its dialplan knows is done. */
export function routed(pbx: Exchange, leg: Leg, to: Destination): void {
  if (to.dialplan === 'inline') return inline(pbx, leg, to.number);
  dialplan(pbx, leg, to.number);
}

/** `set:a=b,bridge:user/202@…`: one after the other, up to the first that goes on by itself. */
function inline(pbx: Exchange, leg: Leg, list: string): void {
  const { world } = pbx;
  for (const part of split(list)) {
    const colon = part.indexOf(':');
    const [name, data] = colon < 0 ? [part, ''] : [part.slice(0, colon), part.slice(colon + 1)];
    if (name === 'set' || name === 'export') {
      const [variable = '', ...value] = data.split('=');
      execute(world, leg, name, data);
      leg.set(variable, value.join('='));
      executed(world, leg);
      continue;
    }
    run(pbx, leg, name, data);
    if (name !== 'answer') return;
  }
  hangup(world, leg);
}

/** At commas; `m:^:` in front names another separator (mod_dialplan inline). */
function split(list: string): string[] {
  const own = /^m:(.):/.exec(list);
  return own ? list.slice(own[0].length).split(own[1] ?? ',') : list.split(',');
}
