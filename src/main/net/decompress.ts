import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** What is offered to a server: what `decompressed` reads. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

type Unpack = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unpackGzip: Unpack = promisify(gunzip);
const unpackBrotli: Unpack = promisify(brotliDecompress);
const unpackZlib: Unpack = promisify(inflate);
const unpackRaw: Unpack = promisify(inflateRaw);

/** `deflate` is the zlib format (RFC 9110), and with some servers the bare stream in it. */
const unpackDeflate: Unpack = (body, options) =>
  ((body[0] ?? 0) & 0x0f) === 8 ? unpackZlib(body, options) : unpackRaw(body, options);

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: unpackGzip,
  'x-gzip': unpackGzip,
  deflate: unpackDeflate,
  br: unpackBrotli,
};

/**
 * A body as it was before the server compressed it.
 * @param encoding the Content-Encoding; several are undone from the last to the first
 * @param maxBytes largest result; a small body may grow a thousandfold
 * @throws an error whose code says that it cannot be read (Z_…, ERR_BUFFER_TOO_LARGE)
 */
export async function decompressed(
  body: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<Buffer> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  let bytes = body;
  for (const name of names.reverse()) {
    const unpack = Object.hasOwn(UNPACK, name) ? UNPACK[name] : undefined;
    if (!unpack)
      throw Object.assign(new Error(`no such encoding: ${name.slice(0, 40)}`), {
        code: 'Z_UNKNOWN',
      });
    if (bytes.length > 0) bytes = await unpack(bytes, { maxOutputLength: maxBytes });
  }
  return bytes;
}
