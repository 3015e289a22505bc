// Small tools for the document.

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (!found) throw new Error(`no element ${id}`)
  return found as T
}

// html makes an element; text is never taken as markup.
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string> = {}, ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value)
  e.append(...content)
  return e
}

export function svg(tag: string, attributes: Record<string, string | number> = {}, text = ''): SVGElement {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, String(value))
  if (text) e.textContent = text
  return e
}

// write changes a text only when it is another one, so that a selection stays.
export function write(e: Element, text: string): void {
  if (e.textContent !== text) e.textContent = text
}

export const count = (n: number): string => n.toLocaleString('en')

export const rate = (n: number): string => n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2)

export function ms(n: number): string {
  if (n >= 1000) return `${(n / 1000).toFixed(n >= 10000 ? 0 : 1)} s`
  return `${n >= 10 ? n.toFixed(0) : n >= 1 ? n.toFixed(1) : n.toFixed(2)} ms`
}

export function duration(seconds: number): string {
  const s = Math.floor(seconds), two = (n: number) => String(n).padStart(2, '0')
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`
}

export const percent = (part: number): string => `${Math.round(100 * part)} %`

export const sum = (of: Record<string, number>): number => Object.values(of).reduce((a, b) => a + b, 0)

// reasons is such as "12 latest, 1 poison".
export const reasons = (of: Record<string, number>): string =>
  Object.entries(of).filter(([, n]) => n > 0).map(([why, n]) => `${count(n)} ${why}`).join(', ')

// trackColor is the colour that the overlay gives to a track (package draw).
export const trackColor = (id: number): string =>
  `oklch(${[0.76, 0.66, 0.83][id % 3]} 0.19 ${(0.6 + 2.39996323 * (id % 4096)).toFixed(4)}rad)`

// colors has one for each node, told apart in light and dark; beyond them they repeat.
const palette = ['#2a9d8f', '#d9822b', '#6c7fd8', '#c9509a', '#7a9a2e', '#c94f4f', '#4aa3d8', '#9a6fc4', '#a88a1e', '#7d8794']
export const color = (i: number): string => palette[i % palette.length] ?? '#888'
