import { digitsIn } from './plain.ts';

/** A number, and what is written behind it that is no part of it. */
export interface Apart {
  readonly main: string;
  readonly extension: string;
  readonly pause: string;
}

/** How people mark an extension behind a number. */
const MARKS = [
  'x|xt|ext|extn|extensi[oó]n|anexo|int|interno|interne|intern|inter|poste|ramal|app|appareil',
  'durchwahl|dw|nebenstelle|nst|klappe|kl|klapka|linka|wewn|wew|toestel|tst|anknytning|ankn',
  'lokal|lok|dahili|dah|mellék|daxili|alanumero|доб|добавочный|дод|додатковий|внутр|вн|εσωτ',
  'שלוחה|تحويلة|داخلي|内線|分机|分機|内线|轉|转|내선|#',
].join('|');
const EXTENSION = new RegExp(
  `^(?<main>.*?[^\\s,;(])(?<gap>[\\s,;(.]*)(?<mark>${MARKS})[.:=\\s]*(?<extension>\\d{1,20})\\)?(?<pause>\\s*[,;pw][\\s\\d*#,;pw]*)?$`,
  'iu',
);
const PAUSE = /^(?<main>[+\d*#()./\s-]*[\d*#)])\s*(?<pause>[,;pw][\s\d*#,;pw]*)$/i;

/** Fewest digits of a number that something may follow: `12;34` is a slip of the hand. */
const FEWEST = 3;

/** Takes an extension (`x123`, `ext. 5`, `доб. 12`) and a pause (`,55#`, `p1`, `w2`) off a number. */
export function takeApart(text: string): Apart {
  const extended = EXTENSION.exec(text)?.groups;
  if (extended && mayEnd(extended['main'] ?? '', extended['gap'] ?? '', extended['mark'] ?? '')) {
    const pause = withoutSpace(extended['pause'] ?? '');
    return { main: (extended['main'] ?? '').trim(), extension: extended['extension'] ?? '', pause };
  }
  const paused = PAUSE.exec(text)?.groups;
  const main = paused?.['main'] ?? '';
  const pause = withoutSpace(paused?.['pause'] ?? '');
  if (digitsIn(main) < FEWEST || !/[\d*#]/.test(pause))
    return { main: text, extension: '', pause: '' };
  return { main: main.trim(), extension: '', pause };
}

const withoutSpace = (pause: string): string => pause.replace(/\s/g, '').toLowerCase();

/** A mark behind a letter or a `#` that is dialled is one only where something parts them. */
function mayEnd(main: string, gap: string, mark: string): boolean {
  if (digitsIn(main) < FEWEST) return false;
  if (mark === '#' || /\p{L}$/u.test(main)) return gap !== '' && !/^[*#]/.test(main);
  return true;
}
