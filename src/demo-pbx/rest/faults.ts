import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { json, oops, type Answer, type Generation } from './answers.ts';

/** What a server on a bad day does, until told otherwise. */
export type Fault =
  /** Answers 500 to everything. */
  | { readonly kind: 'errors' }
  /** Waits `ms` before each answer. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Ends the connection in the middle of each answer. */
  | { readonly kind: 'cut' }
  /** Answers with a page, as a proxy in front does; with 200 unless said otherwise. */
  | { readonly kind: 'html'; readonly status?: number; readonly retryAfterSec?: number }
  /** Takes requests and never answers. */
  | { readonly kind: 'silent' }
  /** Lists what it listed when this began. */
  | { readonly kind: 'stale' }
  /** Compresses each answer, whatever was asked for. */
  | { readonly kind: 'compressed'; readonly as: keyof typeof COMPRESS }
  /** Sends every request on to another address. */
  | { readonly kind: 'elsewhere'; readonly to: string }
  /** Lists channels that are not there, `bytes` of them (5 MB unless said otherwise). */
  | { readonly kind: 'big-list'; readonly bytes?: number }
  /** Has no WebSocket: those that are open end. */
  | { readonly kind: 'no-websocket' };

const COMPRESS = {
  gzip: gzipSync,
  deflate: deflateSync,
  'raw-deflate': deflateRawSync,
  br: brotliCompressSync,
} as const;

const PAGE =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const BIG_LIST_BYTES = 5 * 1024 * 1024;

/** The answer a fault puts in place of the right one. */
export function faulty(
  fault: Fault | undefined,
  generation: Generation,
  right: Answer,
  isList: boolean,
): Answer {
  if (fault?.kind === 'errors')
    return generation === 2026
      ? json(500, { id: 'app.error', status: 'Internal Server Error', detail: '', code: 500 })
      : oops(generation);
  if (fault?.kind === 'html') {
    const { status = 200, retryAfterSec } = fault;
    const headers: Record<string, string> =
      retryAfterSec === undefined ? {} : { 'Retry-After': String(retryAfterSec) };
    return { status, body: { text: PAGE, type: 'text/html' }, headers };
  }
  if (fault?.kind === 'elsewhere')
    return { status: 302, body: { text: '' }, headers: { Location: fault.to } };
  if (fault?.kind === 'big-list' && isList && right.status === 200) {
    return { status: 200, body: { json: bigList(fault.bytes ?? BIG_LIST_BYTES) } };
  }
  return right;
}

function bigList(bytes: number): object {
  const rows: object[] = [];
  const filler = 'x'.repeat(900);
  for (let size = 0; size < bytes; size += 1_000) {
    const uuid = `00000000-0000-4000-8000-${rows.length.toString(16).padStart(12, '0')}`;
    rows.push({ uuid, cid_name: filler, callstate: 'ACTIVE' });
  }
  return { status: 'OK', data: { row_count: rows.length, rows } };
}

/** Sends an answer, or half of it. */
export function send(
  response: ServerResponse,
  { status, body, headers = {} }: Answer,
  fault: Fault | undefined,
): void {
  const text = 'json' in body ? JSON.stringify(body.json) : body.text;
  const type = 'json' in body ? 'application/json; charset=utf-8' : body.type;
  const compress = fault?.kind === 'compressed' ? COMPRESS[fault.as] : undefined;
  const bytes = compress ? compress(Buffer.from(text)) : Buffer.from(text);
  response.writeHead(status, {
    'Content-Length': bytes.length,
    ...(type ? { 'Content-Type': type } : {}),
    ...(fault?.kind === 'compressed' ? { 'Content-Encoding': fault.as.replace('raw-', '') } : {}),
    ...headers,
  });
  if (fault?.kind !== 'cut') return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}
