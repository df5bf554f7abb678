import type { EventHeaders } from '../world/event.ts';
import type { Leg } from '../world/leg.ts';
import type { Exchange } from './exchange.ts';
import { execute, executed } from './execute.ts';
import { goes } from './hangup.ts';
import { join } from './join.ts';

const SILENCE = 'silence_stream://-1';
/** ms the number of the slot is said before a caller parked by `auto` is on hold. */
const ANNOUNCED_MS = 1_500;

/** The lots of mod_valet_parking: who waits in which slot. A lot that was used once stays listed. */
export class ValetLots {
  readonly #lots = new Map<string, Map<string, Leg>>();

  /** `valet_info [LOT]`: names no caller and no time. */
  info(only: string): string {
    const lots = [...this.#lots].filter(([name]) => only === '' || name === only);
    const text = lots.map(([name, slots]) => {
      const taken = [...slots].map(
        ([slot, leg]) => `    <extension uuid="${leg.uuid}">${slot}</extension>\n`,
      );
      return `  <lot name="${name}">\n${taken.join('')}  </lot>\n`;
    });
    return `<lots>\n${text.join('')}</lots>\n`;
  }

  at(lot: string, slot: string): Leg | undefined {
    return this.#lots.get(lot)?.get(slot);
  }

  take(lot: string, slot: string, leg: Leg): void {
    const slots = this.#lots.get(lot) ?? new Map<string, Leg>();
    this.#lots.set(lot, slots.set(slot, leg));
  }

  free(lot: string, slot: string, leg: Leg): void {
    if (this.at(lot, slot) === leg) this.#lots.get(lot)?.delete(slot);
  }

  /** The first free slot from `first` to `last`, '' where all are taken. */
  freeSlot(lot: string, first: number, last: number): string {
    for (let slot = first; slot <= last; slot += 1)
      if (!this.at(lot, String(slot))) return String(slot);
    return '';
  }
}

/** The application `valet_park LOT SLOT` or `LOT auto in FIRST LAST`. Whoever comes to a taken slot gets the caller. */
export function valetPark(pbx: Exchange, leg: Leg, data: string): void {
  const { world } = pbx;
  const { valet } = pbx;
  execute(world, leg, 'valet_park', data);
  pbx.letGo(leg);
  const [lot = '', second = '', , first = '', last = ''] = data.split(' ').filter(Boolean);
  const auto = second === 'auto';
  const slot = auto ? valet.freeSlot(lot, Number(first), Number(last)) : second;
  const waiting = auto ? undefined : valet.at(lot, slot);
  if (waiting?.up && waiting !== leg) return retrieve(pbx, leg, waiting, lot, slot);
  valet.take(lot, slot, leg);
  world.later(leg, auto ? ANNOUNCED_MS : 0, () => wait(pbx, leg, lot, slot));
  const leave = (): void => valet.free(lot, slot, leg);
  leg.stopApp = leave;
  leg.unwind = () => {
    leave();
    executed(world, leg);
    goes(world, leg);
  };
}

const told = (lot: string, slot: string, action: string, to?: Leg): EventHeaders => ({
  'Valet-Lot-Name': lot,
  'Valet-Extension': slot,
  Action: action,
  ...(to ? { 'Bridge-To-UUID': to.uuid } : {}),
});

/** What is played to whoever waits. */
const silence = (status?: string) => ({
  tail: { 'Playback-File-Path': SILENCE, ...(status ? { 'Playback-Status': status } : {}) },
});

function wait(pbx: Exchange, leg: Leg, lot: string, slot: string): void {
  const { world } = pbx;
  world.custom('valet_parking::info', leg, told(lot, slot, 'hold'));
  world.tell('PLAYBACK_START', leg, silence());
  const exit = (): void => {
    pbx.valet.free(lot, slot, leg);
    world.custom('valet_parking::info', leg, told(lot, slot, 'exit'));
  };
  const stop = (): void => {
    world.tell('PLAYBACK_STOP', leg, silence('done'));
    exit();
  };
  leg.stopApp = stop;
  const unwind = (): void => {
    stop();
    executed(world, leg);
    goes(world, leg);
  };
  leg.unwind = unwind;
  const seconds = Number(leg.text('valet_parking_timeout'));
  if (!(seconds > 0)) return;
  world.later(leg, seconds * 1000, () => {
    if (leg.unwind !== unwind) return;
    world.tell('PLAYBACK_STOP', leg, silence('done'));
    leg.unwind = leg.stopApp = undefined;
    pbx.sendTo(leg, leg.text('valet_parking_orbit_exten') || leg.profile.rdnis);
    exit();
    executed(world, leg);
  });
}

function retrieve(pbx: Exchange, leg: Leg, waiting: Leg, lot: string, slot: string): void {
  const { world } = pbx;
  world.custom('valet_parking::info', waiting, told(lot, slot, 'bridge', leg));
  join(pbx, waiting, leg);
  executed(world, leg);
}
