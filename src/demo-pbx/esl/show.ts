import type { ChannelRow } from '@shared/domain/channel.ts';
import type { Pbx } from '../pbx.ts';
import type { Call } from '../world/table.ts';
import { usage } from './help.ts';

type Row = Readonly<Record<string, string>>;
type Table = readonly Row[];

/** Columns of `show calls`, of the first leg and, with `b_`, of the second (docs/protocol). */
const CALL_COLUMNS =
  'uuid direction created created_epoch name state cid_name cid_num ip_addr dest presence_id presence_data accountcode callstate callee_name callee_num callee_direction call_uuid hostname sent_callee_name sent_callee_num'.split(
    ' ',
  );
const CALL_B_COLUMNS = CALL_COLUMNS.filter((name) => name !== 'call_uuid' && name !== 'hostname');

/** The answer to `show …`, as json, xml or the separated text FreeSWITCH prints. */
export function show(pbx: Pbx, args: string): string {
  const words = args.trim().split(/\s+/);
  const as = words.indexOf('as');
  const format = as > 0 ? (words[as + 1] ?? '') : '';
  const [what = '', modifier, ...match] = as > 0 ? words.slice(0, as) : words;
  const table = tableOf(pbx, what, modifier === 'like' ? match.join(' ') : '');
  if (!table) return usage('show');
  const count = modifier === 'count';
  if (format === 'json') return asJson(table, count);
  if (format === 'xml') return asXml(table, count);
  return count || table.length === 0 ? `\n${table.length} total.\n` : asText(table);
}

function tableOf(pbx: Pbx, what: string, like: string): Table | undefined {
  const rows = pbx.world.rows();
  switch (what) {
    case 'channels':
      return like === '' ? rows : rows.filter((row) => matches(row, like));
    case 'calls':
      return calls(pbx, CALL_COLUMNS, CALL_B_COLUMNS, true);
    case 'bridged_calls':
      return calls(pbx, CALL_COLUMNS, CALL_B_COLUMNS, false);
    case 'detailed_calls':
      return calls(pbx, undefined, undefined, true);
    case 'detailed_bridged_calls':
      return calls(pbx, undefined, undefined, false);
    case 'registrations':
      return registrations(pbx);
    default:
      return undefined;
  }
}

/** `like` looks in these columns, with SQL's wildcard (mod_commands). */
function matches(row: ChannelRow, pattern: string): boolean {
  const [begin = '', end] = pattern.split('%', 2).length > 1 ? pattern.split('%') : ['', undefined];
  const found = (value: string): boolean =>
    end === undefined
      ? value.includes(pattern)
      : value.toLowerCase().startsWith(begin.toLowerCase()) &&
        value.toLowerCase().includes(end.toLowerCase());
  return [row.uuid, row.name, row.cid_name, row.cid_num, row.presence_data, row.accountcode].some(
    found,
  );
}

const pick = (row: ChannelRow, columns: readonly string[] | undefined): Row =>
  columns
    ? Object.fromEntries(columns.map((name) => [name, row[name as keyof ChannelRow]]))
    : { ...row };

/** Calls with both legs in one row; with `single`, also legs that talk to nobody. */
function calls(
  pbx: Pbx,
  columns: readonly string[] | undefined,
  bColumns: readonly string[] | undefined,
  single: boolean,
): Table {
  const { table } = pbx.world;
  const byCaller = new Map<string, Call>(table.calls().map((call) => [call.caller, call]));
  const callees = new Set(table.calls().map(({ callee }) => callee));
  return table.rows().flatMap((row) => {
    const call = byCaller.get(row.uuid);
    const other = call && table.row(call.callee);
    if (!call && (callees.has(row.uuid) || !single)) return [];
    const second = other
      ? pick(other, bColumns)
      : Object.fromEntries((bColumns ?? Object.keys(row)).map((name) => [name, '']));
    return [
      {
        ...pick(row, columns),
        ...Object.fromEntries(Object.entries(second).map(([key, value]) => [`b_${key}`, value])),
        call_created_epoch: call?.createdEpoch ?? '',
      },
    ];
  });
}

const registrations = (pbx: Pbx): Table =>
  [...pbx.phones]
    .filter(([, phone]) => phone.registered)
    .map(([extension, { contact, port, token }]) => ({
      reg_user: extension,
      realm: pbx.domain,
      token,
      url: `sofia/internal/sip:${contact}@127.0.0.1:${port}`,
      expires: String(Math.floor(pbx.world.now() / 1000) + 3600),
      network_ip: '127.0.0.1',
      network_port: String(port),
      network_proto: 'udp',
      hostname: pbx.domain,
      metadata: '',
    }));

/** With no rows FreeSWITCH leaves `rows` out, with a space; a count has empty `rows`, and none. */
function asJson(table: Table, count: boolean): string {
  if (count) return JSON.stringify({ row_count: table.length, rows: [] });
  return table.length === 0
    ? '{"row_count": 0}\n'
    : JSON.stringify({ row_count: table.length, rows: table });
}

const xml = (text: string): string =>
  text.replace(/[<>&'"]/g, (char) => `&#${char.charCodeAt(0)};`);

function asXml(table: Table, count: boolean): string {
  const rows = count
    ? []
    : table.map((row, i) => {
        const fields = Object.entries(row).map(
          ([key, value]) => `    <${key}>${xml(value)}</${key}>\n`,
        );
        return `  <row row_id="${i + 1}">\n${fields.join('')}  </row>\n`;
      });
  return `<result row_count="${table.length}">\n${rows.join('')}</result>\n`;
}

function asText(table: Table): string {
  const names = Object.keys(table[0] ?? {});
  const lines = table.map((row) => names.map((name) => row[name] ?? '').join(','));
  return `${names.join(',')}\n${lines.join('\n')}\n\n${table.length} total.\n`;
}
