type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes (`true` is an empty one, `false` and undefined none) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(
    ...children.flat().filter((child): child is Node | string => child !== undefined && child !== false),
  );
  return element;
}

/** An image of our own making, as a node. */
export function svgNode(svg: string): Element {
  const template = document.createElement('template');
  template.innerHTML = svg;
  const { firstElementChild } = template.content;
  if (!firstElementChild) {
    throw new TypeError('no image');
  }
  return firstElementChild;
}
