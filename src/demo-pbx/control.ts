import type { Run } from './esl/command.ts';
import type { Inbound } from './calls/dialplan.ts';
import type { Fault } from './rest/faults.ts';

/** What can be made to happen around a demo PBX (`DemoPbx` says what each does). */
export interface Controllable {
  inbound(call: Inbound): { caller: string; agent: string | undefined };
  answer(uuid: string): boolean;
  reject(uuid: string): boolean;
  hangup(uuid: string): boolean;
  press(uuid: string, digits: string): boolean;
  hears(ear: string, mouth: string): boolean;
  calm(): void;
  load(channels: number): void;
  restart(): Promise<void>;
  dropConnections(): void;
  freeze(on: boolean): void;
  deny(on: boolean): void;
  readonly rest: { expireTokens(): void; setFault(fault: Fault | undefined): void };
}

const USAGE =
  '-USAGE: inbound EXT NUMBER [NAME(url-encoded)] [DID]|answer|reject|hangup UUID|press UUID DIGITS|hears UUID UUID|calm|load N|phone EXT JSON|restart|drop|freeze MS|deny on|off|rest expire|fault [JSON]\n';

/** `sim …`: what happens in the world outside, for tests and demonstrations in another process. */
export const controlOf =
  (demo: Controllable): Run =>
  (pbx, args) => {
    const [what = '', first = '', ...rest] = args.trim().split(/\s+/);
    switch (what) {
      case 'inbound': {
        const [number = '', name = '', did] = rest;
        const { caller, agent } = demo.inbound({
          to: first,
          number,
          name: decodeURIComponent(name),
          ...(did ? { did } : {}),
        });
        return `+OK ${caller} ${agent ?? ''}\n`;
      }
      case 'answer':
      case 'reject':
      case 'hangup':
        return demo[what](first) ? '+OK\n' : '-ERR No such channel!\n';
      case 'press':
        return demo.press(first, rest[0] ?? '') ? '+OK\n' : '-ERR No such channel!\n';
      case 'hears':
        return `${demo.hears(first, rest[0] ?? '')}\n`;
      case 'calm':
        demo.calm();
        return '+OK\n';
      case 'load':
        demo.load(Number(first));
        return `+OK ${pbx.world.legs.size}\n`;
      case 'phone':
        pbx.setPhone(first, JSON.parse(rest.join(' ')) as Parameters<typeof pbx.setPhone>[1]);
        return '+OK\n';
      case 'restart':
        setImmediate(() => void demo.restart());
        return '+OK\n';
      case 'drop':
        setImmediate(() => demo.dropConnections());
        return '+OK\n';
      case 'freeze':
        setImmediate(() => demo.freeze(true));
        setTimeout(() => demo.freeze(false), Number(first));
        return '+OK\n';
      case 'deny':
        demo.deny(first === 'on');
        return '+OK\n';
      case 'rest':
        return restControl(demo, first, rest.join(' '));
      default:
        return USAGE;
    }
  };

function restControl({ rest }: Controllable, what: string, fault: string): string {
  if (what === 'expire') rest.expireTokens();
  else if (what === 'fault') rest.setFault(fault === '' ? undefined : (JSON.parse(fault) as Fault));
  else return USAGE;
  return '+OK\n';
}
