/** What is read of a valibot schema; which of it is there depends on its `type`. */
export interface AnySchema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly item?: AnySchema;
  readonly items?: readonly AnySchema[];
  readonly wrapped?: AnySchema;
  readonly key?: AnySchema;
  readonly value?: AnySchema;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly default?: unknown;
}

const OPTIONAL = new Set(['optional', 'exact_optional', 'undefinedable', 'nullish']);

/** Before a schema has filled in what may be left out, or after. */
export type Side = 'before' | 'after';

/** A schema as TypeScript writes its type, without the bounds of texts and numbers. */
export function shapeOf(schema: AnySchema, side: Side): string {
  const inner = (one: AnySchema | undefined): string => (one ? shapeOf(one, side) : 'unknown');
  switch (schema.type) {
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return objectOf(schema.entries ?? {}, side);
    case 'array':
      return `Array<${inner(schema.item)}>`;
    case 'tuple':
      return `[${(schema.items ?? []).map(inner).join(', ')}]`;
    case 'record':
      return `Record<${inner(schema.key)}, ${inner(schema.value)}>`;
    case 'picklist':
      return (schema.options ?? []).map((option) => JSON.stringify(option)).join(' | ');
    case 'literal':
      return JSON.stringify(schema.literal);
    case 'union':
    case 'variant':
      return (schema.options ?? []).map((option) => inner(option as AnySchema)).join(' | ');
    case 'nullable':
      return `${inner(schema.wrapped)} | null`;
    default:
      return schema.wrapped ? inner(schema.wrapped) : schema.type;
  }
}

function objectOf(entries: Readonly<Record<string, AnySchema>>, side: Side): string {
  const mayLack = ({ type, default: filledIn }: AnySchema): boolean =>
    OPTIONAL.has(type) && (side === 'before' || filledIn === undefined);
  const lines = Object.entries(entries).map(
    ([name, schema]) => `${name}${mayLack(schema) ? '?' : ''}: ${shapeOf(schema, side)};`,
  );
  return `{ ${lines.join('\n')} }`;
}
