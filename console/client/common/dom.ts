/** A small virtual DOM: pages describe elements, and render() changes only what differs. */

import { printableLines } from '../../../client/printable.ts';

export type Child = VNode | string | number | false | null | undefined | readonly Child[];
type Handler = (event: Event) => void;
type Value = string | number | boolean | Handler | Style | undefined | ((element: Element) => void);
type Style = Readonly<Record<string, string>>;
interface Props {
  [name: string]: Value;
  /** Identifies an element among its siblings, so that it is kept when they move. */
  key?: string | number;
  style?: Style;
  /** Called once, after the element was inserted. */
  mounted?: (element: Element) => void;
}

export interface VNode {
  tag: string;
  props: Props;
  children: (VNode | string)[];
}

export function h(tag: string, props: Props = {}, ...children: Child[]): VNode {
  return { tag, props, children: flat(children) };
}

function flat(children: readonly Child[]): (VNode | string)[] {
  return children.flatMap((child) => {
    if (child === false || child === null || child === undefined) return [];
    if (typeof child === 'string' || typeof child === 'number') return [printableLines(String(child))];
    return isList(child) ? flat(child) : [child];
  });
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}

/** The description that each element was last rendered from. */
const rendered = new WeakMap<Node, VNode>();
const SVG = 'http://www.w3.org/2000/svg';

/** Replaces the parent's children. Text is always set as text, never parsed as HTML. */
export function render(parent: Element, ...children: Child[]): void {
  const executionQuery = flat(children);
  const unused = new Set<Node>(parent.childNodes);
  const keyed = new Map<string, Node>();
  for (const node of unused) {
    const key = rendered.get(node)?.props.key;
    if (key !== undefined) keyed.set(`${rendered.get(node)?.tag} ${key}`, node);
  }
  let cursor: Node | null = parent.firstChild;
  for (const child of executionQuery) {
    const found = match(child, keyed, unused, cursor);
    const node = found ?? create(child, parent);
    unused.delete(node);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    if (typeof child === 'string') {
      if (node.nodeValue !== child) node.nodeValue = child;
    } else {
      patch(node as Element, child);
      if (!found) child.props.mounted?.(node as Element);
    }
    while (cursor && !unused.has(cursor)) cursor = cursor.nextSibling;
  }
  for (const node of unused) parent.removeChild(node);
}

function match(
  child: VNode | string,
  keyed: Map<string, Node>,
  unused: Set<Node>,
  cursor: Node | null,
): Node | undefined {
  if (typeof child !== 'string' && child.props.key !== undefined) {
    const node = keyed.get(`${child.tag} ${child.props.key}`);
    return node && unused.has(node) ? node : undefined;
  }
  if (!cursor) return undefined;
  const before = rendered.get(cursor);
  if (typeof child === 'string') return cursor.nodeType === 3 ? cursor : undefined;
  return before?.tag === child.tag && before.props.key === undefined ? cursor : undefined;
}

function create(child: VNode | string, parent: Element): Node {
  if (typeof child === 'string') return document.createTextNode(child);
  const inSvg = child.tag === 'svg' || (parent.namespaceURI === SVG && parent.tagName !== 'foreignObject');
  const element = inSvg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  rendered.set(element, { tag: child.tag, props: {}, children: [] });
  return element;
}

function patch(element: Element, next: VNode): void {
  const before = rendered.get(element)?.props ?? {};
  rendered.set(element, next);
  for (const name of Object.keys(before)) if (!(name in next.props)) setProp(element, name, undefined, before[name]);
  for (const [name, value] of Object.entries(next.props)) {
    // Typing changes a field's value without a render, so its present value is always compared.
    if (value !== before[name] || name === 'value' || name === 'checked') setProp(element, name, value, before[name]);
  }
  render(element, next.children);
  // The value of a select can be set only after its options are there.
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

/** Set as a property: the attribute is only a field's initial value. An option's value is its attribute. */
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

/** Through the style object: the content security policy refuses style attributes. */
function restyle(element: HTMLElement, style: Style = {}, before: Style = {}): void {
  for (const name of Object.keys(before)) if (!(name in style)) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(style)) if (before[name] !== value) element.style.setProperty(name, value);
}
