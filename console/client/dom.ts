/** A page as a function of what is known: describes elements, and changes only what differs from what is there. */

export type Child = Described | string | number | false | null | undefined | readonly Child[];
type Handler = (event: Event) => void;
type Value = string | number | boolean | Handler | Style | undefined | ((element: Element) => void);
type Style = Readonly<Record<string, string>>;
export interface Props {
  [name: string]: Value;
  /** Tells an element among its siblings, so that it stays the same when they move. */
  key?: string | number;
  style?: Style;
  /** Called once, when the element has been put into the page. */
  mounted?: (element: Element) => void;
}

export interface Described {
  tag: string;
  props: Props;
  children: (Described | string)[];
}

export function h(tag: string, props: Props = {}, ...children: Child[]): Described {
  return { tag, props, children: flat(children) };
}

function flat(children: readonly Child[]): (Described | string)[] {
  return children.flatMap((child) => {
    if (child === false || child === null || child === undefined) return [];
    if (typeof child === 'string' || typeof child === 'number') return [String(child)];
    return isList(child) ? flat(child) : [child];
  });
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}

/** What an element was made from, to know what has changed. */
const made = new WeakMap<Node, Described>();
const SVG = 'http://www.w3.org/2000/svg';

/** Makes the parent's children these. Text is always set as text. */
export function render(parent: Element, ...children: Child[]): void {
  const executionQuery = flat(children);
  const spare = new Set<Node>(parent.childNodes);
  const keyed = new Map<string, Node>();
  for (const node of spare) {
    const key = made.get(node)?.props.key;
    if (key !== undefined) keyed.set(`${made.get(node)?.tag} ${key}`, node);
  }
  let cursor: Node | null = parent.firstChild;
  for (const child of executionQuery) {
    const found = match(child, keyed, spare, cursor);
    const node = found ?? create(child, parent);
    spare.delete(node);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    if (typeof child === 'string') {
      if (node.nodeValue !== child) node.nodeValue = child;
    } else {
      patch(node as Element, child);
      if (!found) child.props.mounted?.(node as Element);
    }
    while (cursor && !spare.has(cursor)) cursor = cursor.nextSibling;
  }
  for (const node of spare) parent.removeChild(node);
}

function match(
  child: Described | string,
  keyed: Map<string, Node>,
  spare: Set<Node>,
  cursor: Node | null,
): Node | undefined {
  if (typeof child !== 'string' && child.props.key !== undefined) {
    const node = keyed.get(`${child.tag} ${child.props.key}`);
    return node && spare.has(node) ? node : undefined;
  }
  if (!cursor) return undefined;
  const before = made.get(cursor);
  if (typeof child === 'string') return cursor.nodeType === 3 ? cursor : undefined;
  return before?.tag === child.tag && before.props.key === undefined ? cursor : undefined;
}

function create(child: Described | string, parent: Element): Node {
  if (typeof child === 'string') return document.createTextNode(child);
  const inSvg = child.tag === 'svg' || (parent.namespaceURI === SVG && parent.tagName !== 'foreignObject');
  const element = inSvg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  made.set(element, { tag: child.tag, props: {}, children: [] });
  return element;
}

function patch(element: Element, next: Described): void {
  const before = made.get(element)?.props ?? {};
  made.set(element, next);
  for (const name of Object.keys(before)) if (!(name in next.props)) setProp(element, name, undefined, before[name]);
  for (const [name, value] of Object.entries(next.props)) {
    // What the user typed may differ from what was set before, so a field's own state is always compared.
    if (value !== before[name] || name === 'value' || name === 'checked') setProp(element, name, value, before[name]);
  }
  render(element, next.children);
  // A select takes its value only once its options are there.
  if (next.tag === 'select' && next.props.value !== undefined) setField(element, 'value', next.props.value);
}

function setProp(element: Element, name: string, value: Value, before: Value): void {
  if (name === 'key' || name === 'mounted') return;
  if (name.startsWith('on'))
    listen(element, name.slice(2), value as Handler | undefined, before as Handler | undefined);
  else if (name === 'style') restyle(element as HTMLElement, value as Style | undefined, before as Style | undefined);
  else if (isField(element, name)) setField(element, name, value);
  else if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** What a field shows is its property; an option's value is its attribute. */
function isField({ tagName }: Element, name: string): boolean {
  return name === 'checked' || (name === 'value' && tagName !== 'OPTION');
}

function setField(element: Element, name: string, value: Value): void {
  const field = element as unknown as Record<string, unknown>;
  const executionQuery = value ?? (name === 'checked' ? false : '');
  if (field[name] !== executionQuery) field[name] = executionQuery;
}

function listen(element: Element, type: string, handler: Handler | undefined, before: Handler | undefined): void {
  if (before) element.removeEventListener(type, before);
  if (handler) element.addEventListener(type, handler);
}

/** Through the style object, which the page's policy allows where style attributes are refused. */
function restyle(element: HTMLElement, style: Style = {}, before: Style = {}): void {
  for (const name of Object.keys(before)) if (!(name in style)) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(style)) if (before[name] !== value) element.style.setProperty(name, value);
}
