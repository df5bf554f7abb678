import { CHANNEL_FIELDS, type ChannelRow } from '@shared/domain/channel.ts';
import type { Pbx } from './pbx.ts';

export const SHOW_USAGE =
  '-USAGE: codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|interfaces|interface_types|tasks|limits|status\n';

type Table = readonly Readonly<Record<string, string>>[];

/** The answer to `show …`, as json, xml or the separated text FreeSWITCH prints. */
export function show(pbx: Pbx, args: string): string {
  const words = args.trim().split(/\s+/);
  const as = words.indexOf('as');
  const format = as > 0 ? (words[as + 1] ?? '') : '';
  const [what = '', modifier, ...match] = as > 0 ? words.slice(0, as) : words;
  const table = tableOf(pbx, what, modifier === 'like' ? match.join(' ') : '');
  if (!table) return SHOW_USAGE;
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
    case 'detailed_calls':
      return [...bridged(pbx), ...single(pbx)];
    case 'bridged_calls':
    case 'detailed_bridged_calls':
      return bridged(pbx);
    case 'registrations':
      return registrations(pbx);
    default:
      return undefined;
  }
}

/** `like` looks in a few columns (mod_commands). */
const matches = (row: ChannelRow, text: string): boolean =>
  [row.uuid, row.name, row.cid_name, row.cid_num, row.presence_data, row.accountcode].some(
    (value) => value.includes(text.replaceAll('%', '')),
  );

function bridged(pbx: Pbx): Table {
  return [...pbx.world.legs.values()].flatMap((leg) => {
    const { row, peer } = leg;
    if (!row || !peer?.row || leg.otherType !== 'originatee') return [];
    return [
      {
        ...row,
        ...Object.fromEntries(Object.entries(peer.row).map(([key, value]) => [`b_${key}`, value])),
      },
    ];
  });
}

const single = (pbx: Pbx): Table =>
  [...pbx.world.legs.values()].flatMap(({ row, peer }) => (row && !peer ? [{ ...row }] : []));

const registrations = (pbx: Pbx): Table =>
  [...pbx.phones]
    .filter(([, phone]) => phone.registered)
    .map(([extension]) => ({
      reg_user: extension,
      realm: pbx.domain,
      token: extension,
      url: `sofia/internal/sip:${pbx.contact(extension)}@127.0.0.1:6311`,
      expires: String(Math.floor(pbx.world.clock.now() / 1000) + 3600),
      network_ip: '127.0.0.1',
      network_port: '6311',
      network_proto: 'udp',
      hostname: pbx.domain,
      metadata: '',
    }));

/** With no rows FreeSWITCH leaves `rows` out, with a space; a count has empty `rows`, and none. */
function asJson(table: Table, count: boolean): string {
  if (count) return JSON.stringify({ row_count: table.length, rows: [] });
  return table.length === 0
    ? '{"row_count": 0}'
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
  const names = Object.keys(
    table[0] ?? Object.fromEntries(CHANNEL_FIELDS.map((name) => [name, ''])),
  );
  const lines = table.map((row) => names.map((name) => row[name] ?? '').join(','));
  return `${names.join(',')}\n${lines.join('\n')}\n\n${table.length} total.\n`;
}
