import type { Random } from './random.ts';

/** How a simulated phone behaves, and whose it is. Times in ms. */
export interface Phone {
  /** Its owner, as the directory has it. */
  readonly name: string;
  /** Whether it is registered: calls to one that is not fail at once, SUBSCRIBER_ABSENT. */
  readonly registered: boolean;
  /** ms until it answers a call that its owner asked for; undefined: it rings until told. */
  readonly answersOwnAfter: number | undefined;
  /** ms until it answers anybody's call; undefined: it rings until told. */
  readonly answersAfter: number | undefined;
  readonly rejects: boolean;
  /** Whether `uuid_phone_event … talk` makes it answer, as some desk phones do. */
  readonly answersByTalk: boolean;
  /** The user part of its contact, such as `201-0x563515353be0`. */
  readonly contact: string;
  readonly port: number;
  /** What its registration is known by. */
  readonly token: string;
}

/** The people at the demo's call centre, from extension 200 on. */
const PEOPLE = [
  'Ana Kovač',
  'Mia Berger',
  'Çağla Demir',
  'Tomás Herrera',
  'Grace Adeyemi',
  'Jonas Lindholm',
  'Priya Raman',
  'Luca Moretti',
  'Kateryna Bondar',
  'Hiro Tanaka',
  'Inês Carvalho',
  'Oskar Wójcik',
  'Lior Ben-Ami',
  'Sofie Janssens',
  'Quynh Tran',
  'Pedro Almeida',
  'Nadia Haddad',
  'Sven Eriksson',
  'Rosa Jiménez',
  'Tariq Mansour',
] as const;
export const FIRST_EXTENSION = 200;

/** Contacts of the captured phones; the others are of the same make. */
const CAPTURED: Readonly<Record<string, readonly [contact: string, port: number]>> = {
  '200': ['200-0x55c095d86be0', 6200],
  '201': ['201-0x563515353be0', 6311],
  '202': ['202-0x5606a73ccbe0', 6202],
};

export function makePhone(extension: string, name: string, random: Random): Phone {
  const [contact, port] = CAPTURED[extension] ?? [
    `${extension}-0x${random.hex(9)}be0`,
    6000 + (Number(extension) % 1000),
  ];
  return {
    name,
    registered: true,
    answersOwnAfter: 600,
    answersAfter: undefined,
    rejects: false,
    answersByTalk: Number(extension) % 2 === 1,
    contact,
    port,
    token: random.hex(16),
  };
}

/** The phones of agents 200 to 219. Every second one, 201 first, answers by `talk`. */
export function makePhones(random: Random): Map<string, Phone> {
  return new Map(
    PEOPLE.map((name, i) => {
      const extension = String(FIRST_EXTENSION + i);
      return [extension, makePhone(extension, name, random)];
    }),
  );
}
