import fc from 'fast-check';
import type { DemoPbx } from '../support/demo.ts';

/** One thing that happens in a world. `leg`, `other` choose among the legs that are there then. */
export type Step =
  | { readonly do: 'inbound'; readonly to: number }
  | { readonly do: 'queue'; readonly to: number }
  | { readonly do: 'answer' | 'reject' | 'leave'; readonly leg: number }
  | { readonly do: 'api'; readonly line: number; readonly leg: number; readonly other: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** The next login's connections are cut after so many bytes. */
  | { readonly do: 'cut'; readonly bytes: number }
  | { readonly do: 'cut-now' }
  /** The whole list is asked for while all this goes on. */
  | { readonly do: 'list' };

/** Commands of the API, with a leg (`a`), another (`b`) and an extension. */
const LINES: readonly ((a: string, b: string, extension: string) => string)[] = [
  (a) => `uuid_hold ${a}`,
  (a) => `uuid_hold off ${a}`,
  (a) => `uuid_hold toggle ${a}`,
  (a) => `uuid_kill ${a}`,
  (a, _b, extension) => `uuid_transfer ${a} ${extension}`,
  (a, _b, extension) => `uuid_transfer ${a} -bleg ${extension}`,
  (a, _b, extension) => `uuid_transfer ${a} -both ${extension}`,
  (a) => `uuid_park ${a}`,
  (a, b) => `uuid_bridge ${a} ${b}`,
  (_a, _b, extension) => `bgapi originate user/${extension} 3000`,
  (_a, _b, extension) => `bgapi originate {sip_auto_answer=true}user/${extension} 203`,
  (_a, _b, extension) => `bgapi originate user/${extension} +4930123456`,
  (_a, _b, extension) => `bgapi originate user/${extension} &park`,
  (a, _b, extension) => `bgapi originate user/${extension} &eavesdrop(${a})`,
  () => 'bgapi originate loopback/9196/default &park',
  (a) => `uuid_record ${a} start /tmp/x.wav`,
  (a) => `uuid_broadcast ${a} /tmp/x.wav both`,
  (a) => `uuid_audio ${a} start read mute 1`,
  (a) => `uuid_phone_event ${a} talk`,
  (a) => `uuid_setvar ${a} accountcode 12`,
  () => 'hupall',
  // Transfers by applications, parks, pick-ups, recordings, consultations, three-ways, listening modes.
  (a) => `uuid_transfer ${a} -both park: inline`,
  (a) => `uuid_transfer ${a} 'valet_park:main auto in 5901 5903' inline`,
  (a, _b, extension) =>
    `uuid_transfer ${a} 'set:x=1,bridge:user/${extension}@pbx.example.test' inline`,
  (a) => `uuid_transfer ${a} 5902`,
  (a) => `uuid_transfer ${a} 202 XML nosuchcontext`,
  (a, _b, extension) => `uuid_dual_transfer ${a} ${extension} 9664`,
  (a, b) => `uuid_bridge ${b} ${a}`,
  (_a, _b, extension) => `bgapi originate user/${extension} &park()`,
  (_a, _b, extension) => `bgapi originate user/${extension} 5902`,
  (a, _b, extension) => `bgapi originate {sip_auto_answer=true}user/${extension} &intercept(${a})`,
  (a, _b, extension) => `bgapi originate user/${extension} 'intercept:-bleg ${a}' inline`,
  (a, _b, extension) => `bgapi originate {sip_auto_answer=true}user/${extension} &three_way(${a})`,
  (a, _b, extension) =>
    `bgapi originate {sip_auto_answer=true,eavesdrop_whisper_bleg=true}user/${extension} &eavesdrop(${a})`,
  (a) => `uuid_recv_dtmf ${a} 2`,
  (a) => `uuid_recv_dtmf ${a} *`,
  (a, b) => `uuid_transfer ${a} eavesdrop:${b} inline`,
  (a) => `uuid_setvar ${a} park_after_bridge true`,
  (a) => `uuid_setvar ${a} park_timeout 3:USER_BUSY`,
  (a) => `uuid_record ${a} mask /tmp/x.wav`,
  (a) => `uuid_record ${a} stop all`,
  (a) => `uuid_broadcast ${a} tone_stream://%(100,0,660);loops=-1 aleg`,
  (a) => `uuid_break ${a} all`,
  () => 'valet_info',
];

const nth = fc.nat(30);

/** Random but valid worlds: mostly calls, now and then a cut. Shrinks to few and simple steps. */
export const worlds = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('inbound' as const), to: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('queue' as const), to: fc.nat(1) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom(
          'answer' as const,
          'answer' as const,
          'reject' as const,
          'leave' as const,
        ),
        leg: nth,
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('api' as const),
        line: fc.nat(LINES.length - 1),
        leg: nth,
        other: nth,
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(4_000) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), bytes: fc.nat(60_000) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut-now' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('list' as const) }) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** What doing a step needs of the world around it. */
export interface Hands {
  readonly demo: DemoPbx;
  /** Lets time pass at the PBX. */
  wait(ms: number): void;
  /** Gives a command over a connection of its own; resolves when it is answered. */
  command(line: string): Promise<void>;
  list(): void;
  cutAfter(bytes: number): void;
  cutNow(): void;
}

/** Does one step. A leg that it needs and that is not there makes it nothing. */
export async function take(step: Step, hands: Hands): Promise<void> {
  const { demo } = hands;
  const uuids = [...demo.world.legs.keys()];
  const leg = (n: number): string => uuids[n % uuids.length] ?? '';
  switch (step.do) {
    case 'inbound':
      demo.inbound({
        to: String(201 + step.to),
        number: `+49301${step.to}`,
        name: `Caller ${step.to}`,
      });
      return;
    case 'queue':
      demo.inbound({ to: String(210 + step.to), number: '+49302', name: 'Queued' });
      return;
    case 'answer':
    case 'reject':
      if (uuids.length > 0) demo[step.do](leg(step.leg));
      return;
    case 'leave':
      if (uuids.length > 0) demo.hangup(leg(step.leg));
      return;
    case 'api': {
      const line = LINES[step.line % LINES.length];
      if (!line || uuids.length === 0) return;
      const text = line(leg(step.leg), leg(step.other), String(201 + (step.other % 5)));
      return hands.command(text.startsWith('bgapi ') ? text : `api ${text}`);
    }
    case 'wait':
      return hands.wait(step.ms);
    case 'cut':
      return hands.cutAfter(step.bytes);
    case 'cut-now':
      return hands.cutNow();
    case 'list':
      return hands.list();
  }
}
