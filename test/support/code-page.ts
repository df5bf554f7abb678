/** The bytes of a text in a code page of one byte a character, by what the Encoding Standard reads of each byte. */
export function encodeAs(text: string, label: string): Buffer {
  const decoder = new TextDecoder(label);
  const byChar = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const),
  );
  return Buffer.from(
    [...text].map((char) => {
      const byte = byChar.get(char);
      if (byte === undefined) throw new Error(`${label} has no ${char}`);
      return byte;
    }),
  );
}
