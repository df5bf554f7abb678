import { parse } from 'svelte/compiler';

/** Attributes whose text a person reads or hears. */
const READ = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'placeholder',
  'title',
  'label',
  'hint',
  'text',
  'heading',
  'empty',
  'description',
  'message',
  'name',
  'detail',
]);
/** Of these a component's own: an element's `name` is nobody's to read. */
const OF_COMPONENTS = new Set([
  'name',
  'text',
  'hint',
  'heading',
  'empty',
  'description',
  'message',
  'detail',
  'label',
]);

/** Two letters in a row are a word, but not in an address, a path or a pattern. Names of our own and of protocols are the same in all languages. */
const isWords = (text) =>
  !/^\S*[/*@:]\S*$/.test(text.trim()) &&
  /\p{L}{2}/u.test(text.replace(/&\w+;|\b(?:Ringside|FreeSWITCH|Webitel|CSV|vCard|SIP|OK)\b/g, ''));
/** What code names things by has no spaces and no capital at its beginning. */
const isSentence = (text) => /^\p{Lu}\p{Ll}/u.test(text) || /\p{L}{2,} \p{L}{2,}/u.test(text);

/**
 * Texts in a component that are not in the catalogue: in its markup, in attributes that are read, and in expressions
 * of the markup.
 * @param {string} source of a .svelte file
 * @returns {{ line: number, text: string }[]}
 */
export function bareTexts(source) {
  const found = [];
  const lineOf = (at) => source.slice(0, at).split('\n').length;
  const tell = (at, text) =>
    found.push({ line: lineOf(at), text: text.trim().replace(/\s+/g, ' ') });

  const inExpression = (node) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(inExpression);
    // What is compared is a name: of a key, of a kind.
    if (node.type === 'BinaryExpression' && /^[!=]==$/.test(node.operator)) return;
    if (node.type === 'Literal' && typeof node.value === 'string' && isSentence(node.value))
      return isWords(node.value) && tell(node.start, node.value);
    if (node.type === 'TemplateElement') {
      if (isSentence(node.value.raw) && isWords(node.value.raw)) tell(node.start, node.value.raw);
      return;
    }
    for (const [key, value] of Object.entries(node))
      if (typeof value === 'object' && key !== 'loc' && key !== 'typeAnnotation')
        inExpression(value);
  };

  const inAttribute = (attribute, owner) => {
    if (attribute.type !== 'Attribute') return inExpression(attribute.expression);
    if (attribute.value === true) return;
    const parts = Array.isArray(attribute.value) ? attribute.value : [attribute.value];
    const isComponent = owner.type === 'Component';
    const isRead = READ.has(attribute.name) && (isComponent || !OF_COMPONENTS.has(attribute.name));
    for (const part of parts) {
      if (part.type === 'Text') {
        if (isRead && isWords(part.data)) tell(part.start, part.data);
      } else if (attribute.name !== 'class' && attribute.name !== 'style')
        inExpression(part.expression);
    }
  };

  const inFragment = (fragment) => {
    for (const node of fragment?.nodes ?? []) {
      if (node.type === 'Text') {
        if (isWords(node.data)) tell(node.start + node.data.search(/\S/), node.data);
        continue;
      }
      if (node.type === 'Comment') continue;
      for (const attribute of node.attributes ?? []) inAttribute(attribute, node);
      for (const key of ['expression', 'test', 'key', 'declaration']) inExpression(node[key]);
      for (const key of [
        'fragment',
        'consequent',
        'alternate',
        'body',
        'fallback',
        'pending',
        'then',
        'catch',
      ])
        if (node[key]?.type === 'Fragment') inFragment(node[key]);
    }
  };
  const tree = parse(source, { modern: true });
  inFragment(tree.fragment);
  // What the script makes for the markup is read as well.
  inScript(tree.instance?.content, inExpression);
  return found.sort((a, b) => a.line - b.line);
}

/** All of the script but what it imports, and types. */
function inScript(program, inExpression) {
  for (const node of program?.body ?? [])
    if (node.type !== 'ImportDeclaration' && !node.type.startsWith('TS')) inExpression(node);
}
