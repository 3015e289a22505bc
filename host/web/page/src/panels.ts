import type { Graph, Ledger, LogLine, Report } from './api'
import { byId, count, html, percent, reasons, sum, write } from './dom'

// showLedger says where the frames are.
export function showLedger(l: Ledger): void {
  const dropped = sum(l.dropped), why = reasons(l.dropped)
  const tiles: [string, string, string][] = [
    ['read', count(l.read), ''],
    ['finished', count(l.finished), l.resumed ? `${count(l.resumed)} before it was resumed` : ''],
    ['dropped', count(dropped), why],
    ['in flight', count(l.in_flight), ''],
  ]
  byId('ledger').replaceChildren(...tiles.map(([name, n, more]) =>
    html('div', { class: name === 'dropped' && dropped ? 'tile warn' : 'tile' },
      html('dt', {}, name), html('dd', {}, n, ...(more ? [html('small', {}, more)] : [])))))
  write(byId('equation'), `${count(l.read)} read = ${count(l.finished)} finished + ${count(dropped)} dropped${why ? ` (${why})` : ''} + ${count(l.in_flight)} in flight`)
}

export function showProgress(r: Report): void {
  const bar = byId<HTMLProgressElement>('progress')
  bar.hidden = r.frames_expected === 0
  if (bar.hidden) return
  bar.value = Math.min(1, r.ledger.finished / r.frames_expected)
  bar.title = `${percent(bar.value)} of ${count(r.frames_expected)} frames`
}

// showNode tells all there is to know about a node.
export function showNode(graph: Graph, report: Report | undefined, name: string): void {
  const n = graph.nodes.find(n => n.name === name)
  if (!n) return
  write(byId('node-title'), n.name)
  const own = report?.nodes.find(r => r.name === name)
  const parts: Node[] = [html('p', {}, html('strong', {}, n.type), n.plugin ? ` in the plugin ${n.plugin}. ` : '. ', n.doc)]
  for (const text of own?.warnings ?? []) parts.push(html('p', { class: 'warning' }, text))
  const table = (title: string, rows: [string, string][]) => {
    if (rows.length === 0) return
    parts.push(html('table', {}, html('caption', {}, title),
      html('tbody', {}, ...rows.map(([k, v]) => html('tr', {}, html('th', { scope: 'row' }, k.replaceAll('_', ' ')), html('td', {}, v))))))
  }
  table('Counted', Object.entries(own?.counters ?? {}).map(([k, v]) => [k, count(v)]))
  table('Depends on', Object.entries(own?.facts ?? {}))
  table('Written', (own?.files ?? []).map(f => ['file', f]))
  if (n.settings) parts.push(html('h3', {}, 'Settings'), html('pre', { tabindex: '0', 'aria-label': `Settings of ${name}` }, n.settings))
  const body = byId('node-body')
  const next = html('div', {}, ...parts)
  if (!body.firstElementChild?.isEqualNode(next)) body.replaceChildren(next) // else a selection would be lost
}

const keptLines = 500

// addLine puts the newest event on top.
export function addLine(l: LogLine): void {
  const when = new Date(l.time)
  const attrs = Object.entries(l.attrs ?? {}).map(([k, v]) => `${k}=${v}`).join(' ')
  const line = html('li', { class: l.level.toLowerCase() },
    html('time', { datetime: l.time, title: when.toLocaleString() }, when.toLocaleTimeString('en-GB')),
    html('span', { class: 'level' }, l.level.toLowerCase()),
    html('span', {}, ...(l.node ? [html('b', {}, l.node), ' '] : []), l.message, ...(attrs ? [html('small', {}, ` ${attrs}`)] : [])))
  const log = byId('log')
  log.prepend(line)
  while (log.childElementCount > keptLines) log.lastElementChild?.remove()
}
