import type { Surroundings } from '@shared/numbers/country.ts';
import type { Reading } from '@shared/numbers/reading.ts';

/** What of src/shared/numbers main uses; the numbering plans with it are loaded when first needed. */
const load = async () => {
  const [{ countryOf }, { readText }, same] = await Promise.all([
    import('@shared/numbers/country.ts'),
    import('@shared/numbers/link.ts'),
    import('@shared/numbers/same.ts'),
  ]);
  return { countryOf, readText, ...same };
};
type NumberTools = Awaited<ReturnType<typeof load>>;

/** Where this computer is. On Linux telephone numbers have a locale of their own. */
function surroundings(): Surroundings {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { LC_ALL, LC_TELEPHONE, LANG } = process.env;
  const said = process.platform === 'linux' ? LC_ALL || LC_TELEPHONE || LANG || 'C' : locale;
  return { locale: said, timeZone };
}

/** Reads numbers for all that dials, as the setting of the country has it. */
export class Numbers {
  readonly #set: () => string;
  #tools: Promise<NumberTools> | undefined;
  #country: { set: string; is: string } | undefined;

  /** @param set the setting: ISO 3166 code, '' for the system's country */
  constructor(set: () => string) {
    this.#set = set;
  }

  /** The country that numbers are dialled from, or ''. */
  #countryBy({ countryOf }: Pick<NumberTools, 'countryOf'>): string {
    const set = this.#set();
    if (this.#country?.set !== set) this.#country = { set, is: countryOf(set, surroundings()) };
    return this.#country.is;
  }

  /** What a text or link that somebody typed, pasted, clicked or handed over dials. */
  async read(text: string): Promise<Reading> {
    return (await this.matcher()).read(text);
  }

  /** How numbers are read and compared here, ready to be asked at once. The country may change meanwhile. */
  async matcher(): Promise<{
    read(text: string): Reading;
    normalForms(number: string): readonly string[];
    same(one: string, other: string): boolean;
  }> {
    const tools = await (this.#tools ??= load());
    return {
      read: (text) => tools.readText(text, this.#countryBy(tools)),
      normalForms: (number) => tools.normalForms(number, this.#countryBy(tools)),
      same: (one, other) => tools.sameNumber(one, other, this.#countryBy(tools)),
    };
  }
}
