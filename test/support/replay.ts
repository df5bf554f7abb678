import { VirtualClock } from '../../src/demo-pbx/clock.ts';
import { startDemoPbx, type DemoPbx } from './demo.ts';
import { readExchanges, type Exchange } from './exchanges.ts';

const EXCHANGES = readExchanges();
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;
/** ms before a request when what it tells of happened. */
const HAPPENS_BEFORE_MS = 120;
/** ms from which on a recorded answer waited for a phone. */
const BLOCKS_MS = 1_000;

interface Reply {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** What must differ from one PBX, one day and one sign-in to another. */
function common(text: string, uuids: readonly string[]): string {
  return text
    .replace(UUID, (uuid) => `UUID${uuids.indexOf(uuid)}`)
    .replace(TOKEN, 'TOKEN')
    .replace(/"key":"UUID-?\d+"/g, '"key":"KEY"')
    .replace(/"(created|created_epoch)":"[^"]+"/g, '"$1":"THEN"')
    .replace(/"expires":\d{13}/g, '"expires":THEN')
    .replace(/\b(2\d\d-0x)[0-9a-f]+/g, '$1CONTACT')
    .replace(/127\.0\.0\.1:7\d{3}/g, '127.0.0.1:PORT');
}

/** What stands for the recorded server. */
export interface Server {
  readonly url: string;
  /** Of the recorded user. */
  readonly password: string;
  /** Ends sign-ins: gives a token that has expired, and the one that is good from now on where it is another. */
  expire(): Promise<{ readonly expired: string; readonly valid?: string }>;
  /** Waits until it has heard of all that happened. */
  ready?(): Promise<void>;
  /** Whether it asks the PBX by jobs, which begin a moment of the PBX's time later. */
  readonly byJobs?: boolean;
}

/** Lets a server answer recorded requests as if it were the recorded one. */
export class Replay {
  readonly #startMs: number;
  readonly #theirs: string[] = [];
  readonly #ours: string[] = [];
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly demo: DemoPbx,
    readonly clock: VirtualClock,
    readonly server: Server,
  ) {
    this.#startMs = clock.now();
  }

  /** @param serverOf what stands in front of the demo PBX; its own REST face where there is nothing else */
  static async start(
    serverOf: (demo: DemoPbx) => Promise<Server> | Server = faceOf,
  ): Promise<Replay> {
    const clock = new VirtualClock();
    const demo = await startDemoPbx({ calm: true, rest: true, clock });
    const owners = { '200': 'Supervisor Ana', '201': 'Agent Bo', '202': 'Agent Çağla' };
    for (const [extension, name] of Object.entries(owners))
      demo.pbx.setPhone(extension, { name, answersOwnAfter: 1_200 });
    return new Replay(demo, clock, await serverOf(demo));
  }

  /** Lets time pass until so many ms after the recording began. */
  goTo(ms: number): void {
    this.clock.advance(Math.max(0, this.#startMs + ms - this.clock.now()));
  }

  /** Notes the uuids of an answer on both sides: what came up in the same place is the same. */
  #learn(theirs: string, ours: string): void {
    for (const uuid of theirs.match(UUID) ?? [])
      if (!this.#theirs.includes(uuid)) this.#theirs.push(uuid);
    for (const uuid of ours.match(UUID) ?? [])
      if (!this.#ours.includes(uuid)) this.#ours.push(uuid);
  }

  #translate(text: string): string {
    return text
      .replace(UUID, (uuid) => this.#ours[this.#theirs.indexOf(uuid)] ?? uuid)
      .replace(TOKEN, (token) => this.#tokens.get(token) ?? token);
  }

  async ask({ request, response, tookMs }: Exchange): Promise<{ got: Reply; want: Reply }> {
    const legs = this.demo.world.sessions;
    const { method, path, headers, body } = request;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await this.server.ready?.();
    const asked = fetch(`${this.server.url}${this.#translate(path)}`, {
      method,
      headers: {
        ...(JSON.parse(this.#translate(JSON.stringify(headers))) as Record<string, string>),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: this.#translate(text).replace('secret-201', this.server.password) }),
    });
    const nudge = this.server.byJobs ? setInterval(() => this.clock.advance(1), 2) : undefined;
    if (tookMs >= BLOCKS_MS) {
      // Answered only once the phone is: it rings first, and then time passes.
      while (this.demo.world.sessions === legs) await new Promise((next) => setImmediate(next));
      this.clock.advance(tookMs + 100);
    }
    const answer = await asked;
    clearInterval(nudge);
    const got = await answer.text();
    const want = response.text ?? JSON.stringify(response.json);
    const token = (value: string): string | undefined => value.match(TOKEN)?.[0];
    const [theirToken, ourToken] = [token(want), token(got)];
    if (theirToken && ourToken) this.#tokens.set(theirToken, ourToken);
    this.#learn(want, got);
    return {
      got: {
        status: answer.status,
        contentType: answer.headers.get('content-type'),
        text: common(got, this.#ours),
      },
      want: {
        status: response.status,
        contentType: response.contentType,
        text: common(want, this.#theirs),
      },
    };
  }

  /** The recorded expired token becomes one that has expired here. */
  async expire(recorded: string): Promise<void> {
    const { expired, valid } = await this.server.expire();
    this.#tokens.set(recorded, expired);
    const before = JSON.stringify(EXCHANGES[0]?.response.json).match(TOKEN)?.[0] ?? '';
    if (valid !== undefined) this.#tokens.set(before, valid);
  }

  /** Plays all that was recorded; tells of each answer what came and what was to come. */
  async play(told: (note: string, got: Reply, want: Reply) => void): Promise<void> {
    for (const exchange of EXCHANGES) {
      const happening = HAPPENINGS[exchange.note];
      if (happening) this.goTo(exchange.at - HAPPENS_BEFORE_MS);
      await happening?.(this, exchange);
      this.goTo(exchange.at);
      const { got, want } = await this.ask(exchange);
      told(exchange.note, got, want);
    }
    // The last one hung up a domain.
    this.goTo(100_000);
  }
}

/** The demo's own REST face. */
const faceOf = ({ rest }: DemoPbx): Server => ({
  url: rest.url,
  password: rest.userPassword,
  expire: async () => {
    const expired = rest.token;
    rest.expireTokens();
    const login = await fetch(`${rest.url}/login`, {
      method: 'POST',
      body: JSON.stringify({ username: rest.username, password: rest.userPassword }),
    });
    return { expired, valid: ((await login.json()) as { token: string }).token };
  },
});

/** What people did between the recorded requests, before the one with this note. */
const HAPPENINGS: Readonly<
  Record<string, (replay: Replay, exchange: Exchange) => void | Promise<void>>
> = {
  'expired token': (replay, { request }) => replay.expire(request.headers['X-Access-Token'] ?? ''),
  'an inbound call rings at 201': ({ demo }) => {
    demo.inbound({ to: '201', number: '+46701234567', name: "Åsa, O'Neil 50%", ringMs: 60_000 });
  },
  'it is answered': ({ demo }) => {
    pickUp(demo, '201');
  },
  'both talk': ({ demo }) => {
    pickUp(demo, '202');
  },
  'originate, the caller rejects': ({ demo }) => {
    demo.pbx.hangupAll('NORMAL_CLEARING');
    demo.pbx.setPhone('201', { rejects: true });
  },
  'originate, the caller never answers (default timeout)': ({ demo }) =>
    demo.pbx.setPhone('201', { rejects: false, answersOwnAfter: undefined }),
};

const pickUp = (demo: DemoPbx, extension: string): void => {
  for (const leg of demo.world.legs.values())
    if (leg.extension === extension && !leg.answered) demo.answer(leg.uuid);
};
