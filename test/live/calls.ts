import { randomUUID } from 'node:crypto';
import type { EslLink } from '../../src/main/pbx/esl/link.ts';
import { Random } from '../../src/demo-pbx/random.ts';

const DEADLINE_MS = 10_000;

/**
 * Calls made for a comparison: loopback and null channels, which need no phone and no dialplan of the
 * PBX's (they run applications by the inline dialplan). Each carries a mark in a variable and has a
 * uuid chosen here; nothing is ever done to a channel without that uuid.
 */
export class LiveCalls {
  readonly #link: EslLink;
  readonly #mark: string;
  readonly #random: Random;
  readonly #uuids: string[] = [];
  made = 0;
  /** The last step, for a report. */
  last = '';

  constructor(link: EslLink, mark: string, seed: number) {
    this.#link = link;
    this.#mark = mark;
    this.#random = new Random(seed);
  }

  /** Does one thing by chance; false when it could not be done. */
  async step(most: number): Promise<boolean> {
    if (this.#uuids.length < most && this.#random.next() < 0.4) return this.#originate();
    const uuid = this.#any();
    if (uuid === undefined) return this.#originate();
    const other = this.#any() ?? uuid;
    const deeds: readonly (() => Promise<boolean>)[] = [
      () => this.#end(uuid),
      () => this.#api(`uuid_hold ${uuid}`),
      () => this.#api(`uuid_hold off ${uuid}`),
      () => this.#api(`uuid_hold toggle ${uuid}`),
      () => this.#api(`uuid_transfer ${uuid} park inline`),
      () => this.#api(`uuid_transfer ${uuid} answer,echo inline`),
      () => this.#api(`uuid_park ${uuid}`),
      () =>
        this.#api(`uuid_setvar ${uuid} effective_caller_id_name Name_${this.#random.int(1, 99)}`),
      () => (other === uuid ? Promise.resolve(false) : this.#api(`uuid_bridge ${uuid} ${other}`)),
      () => this.#api(`uuid_broadcast ${uuid} tone_stream://%(100,100,440);loops=2 both`),
      () => this.#eavesdrop(uuid),
    ];
    return this.#random.pick(deeds)();
  }

  /** Ends all that were made. */
  async endAll(): Promise<void> {
    for (const uuid of [...this.#uuids]) await this.#end(uuid);
    // The other halves of loopback pairs follow their first; those that were cut off carry the mark.
    await this.#link.send(`api hupall NORMAL_CLEARING ringside_live ${this.#mark}`, DEADLINE_MS);
  }

  #any(): string | undefined {
    return this.#uuids.length > 0 ? this.#random.pick(this.#uuids) : undefined;
  }

  async #originate(): Promise<boolean> {
    const uuid = randomUUID();
    const number = this.#random.int(1000, 9999);
    const url = this.#random.pick([
      'loopback/answer/default/inline',
      'loopback/park/default/inline',
      'null/ringside',
    ]);
    const target = this.#random.pick([
      '&park',
      '&echo',
      '&hold',
      'park inline',
      'answer,sleep:60000 inline',
    ]);
    const done = await this.#place(uuid, `Live ${number}`, number, url, target);
    if (done) this.#uuids.push(uuid);
    return done;
  }

  async #eavesdrop(target: string): Promise<boolean> {
    const uuid = randomUUID();
    const done = await this.#place(uuid, 'Eavesdrop', 0, 'null/ringside', `&eavesdrop(${target})`);
    if (done) this.#uuids.push(uuid);
    return done;
  }

  #place(
    uuid: string,
    name: string,
    number: number,
    url: string,
    target: string,
  ): Promise<boolean> {
    const variables = [
      `origination_uuid=${uuid}`,
      `ringside_live=${this.#mark}`,
      // Loopback hands the mark on to its other half.
      `loopback_export=ringside_live`,
      `origination_caller_id_name='${name}'`,
      `origination_caller_id_number=${number}`,
      'ignore_early_media=true',
    ];
    this.made += 1;
    return this.#api(`originate {${variables.join(',')}}${url} ${target}`, 'bgapi');
  }

  async #end(uuid: string): Promise<boolean> {
    const at = this.#uuids.indexOf(uuid);
    if (at >= 0) this.#uuids.splice(at, 1);
    return this.#api(`uuid_kill ${uuid}`);
  }

  async #api(command: string, verb: 'api' | 'bgapi' = 'api'): Promise<boolean> {
    this.last = command;
    const sent = await this.#link.send(`${verb} ${command}`, DEADLINE_MS);
    return sent.ok && sent.value.text.startsWith('+OK');
  }
}
