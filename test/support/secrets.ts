import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret that nothing else can look like. */
export const secret = (): string => `s3cret-${randomBytes(12).toString('hex')}`;

/** How a secret may lie in a file: as text of two widths, or in a common encoding at any offset. */
function forms(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return whole.slice(4, -4); // what neighbours cannot change
  });
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    ...base64.map((part) => Buffer.from(part)),
    ...base64.map((part) => Buffer.from(part.replaceAll('+', '-').replaceAll('/', '_'))),
  ];
}

/** Which of these texts are in the bytes, in any form. */
export const foundIn = (bytes: Buffer, texts: readonly string[]): string[] =>
  texts.filter((text) => forms(text).some((form) => bytes.includes(form)));

/** Every file below a folder in which one of these texts is, and how many files were looked at. */
export function searchFolder(folder: string, texts: readonly string[]) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    // What a program that is ending has just removed holds nothing any more.
    .filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile());
  return {
    looked: files.length,
    found: files.flatMap((file) => foundIn(readFileSync(file), texts).map((text) => [file, text])),
  };
}
