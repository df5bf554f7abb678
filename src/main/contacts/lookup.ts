import { MAX_NAME, type NameSettings } from '@shared/contacts/contact.ts';
import { cut } from '@shared/domain/channel.ts';
import { fillUrl, urlTemplateProblem } from '@shared/rules/template.ts';
import { askBounded } from '../net/bounded.ts';

/** ms a lookup may take: later, the call is answered already. */
const LOOKUP_MS = 1_500;
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Asks the lookup address for a number's name. '' when it has none, fails or is late.
 * @param deadlineMs ms it may take
 */
export async function lookUp(
  settings: NameSettings,
  number: string,
  deadlineMs = LOOKUP_MS,
): Promise<string> {
  const { lookupUrl, allowHttp, lookupField } = settings;
  if (urlTemplateProblem(lookupUrl, allowHttp, ['number']) !== '') return '';
  const url = fillUrl(lookupUrl, { number });
  if (!url.ok) return '';
  const answer = await askBounded({
    method: 'GET',
    url: url.value,
    deadlineMs,
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (!answer.ok || answer.value.status !== 200) return '';
  return nameIn(answer.value.text, lookupField);
}

/** The text at a path (`data.0.name`) of a JSON answer, made fit to show; '' where there is none. */
export function nameIn(json: string, field: string): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return '';
  }
  for (const key of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return '';
    value = (value as Record<string, unknown>)[key];
  }
  if (typeof value !== 'string') return '';
  // A copy: a slice would keep the whole answer in memory.
  return cut(value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), MAX_NAME);
}
