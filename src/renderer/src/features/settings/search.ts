/** What stands for one setting in a section; the rest of a section stays with its title. */
const SETTINGS = '.field, label.check, [data-setting]';

const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();

/** What a person reads of an element: its text, and what its fields hold before they are filled. */
const read = (element: Element): string =>
  [
    element.textContent,
    ...[...element.querySelectorAll('[placeholder]')].map((field) =>
      field.getAttribute('placeholder'),
    ),
  ].join(' ');

/**
 * Hides the sections, and the settings in them, that have not each of the words in them. A section whose
 * title has them is shown whole. What is there is what is searched: in any language, and nothing twice.
 */
export function onlyWith(sought: string): (page: HTMLElement) => void {
  const words = plain(sought).split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => plain(text).includes(word));
  return (page) => {
    for (const section of page.querySelectorAll<HTMLElement>('[data-section]')) {
      const isNamed = has(section.querySelector('h3')?.textContent ?? '');
      const settings = [...section.querySelectorAll<HTMLElement>(SETTINGS)];
      for (const setting of settings) setting.hidden = !isNamed && !has(read(setting));
      section.hidden = !isNamed && settings.every(({ hidden }) => hidden);
    }
  };
}
