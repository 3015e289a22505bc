import { graphlib, layout } from '@dagrejs/dagre'
import type { Edge, Graph, Node, Sample } from './api'
import { recent } from './recent'
import { color, count, ms, percent, rate, reasons, sum, svg, write } from './dom'

const width = 232, height = 136, pad = 12
const narrow = matchMedia('(max-width: 700px)')

interface Card {
  group: SVGElement
  rate: SVGElement
  times: SVGElement
  queue: SVGElement
  mood: SVGElement
  latency: SVGElement
  parts: [SVGElement, SVGElement]
}

// Drawing is the graph as SVG, with the numbers of the last second on each node.
export class Drawing {
  private graph?: Graph
  private cards: Card[] = []
  private chosen = ''
  private last: Sample[] = [] // the newest ones

  constructor(private at: HTMLElement, private choose: (node: string) => void) {
    narrow.addEventListener('change', () => this.draw())
  }

  show(graph: Graph): void {
    this.graph = graph
    this.last = []
    this.draw()
  }

  select(node: string): void {
    this.chosen = node
    this.cards.forEach((c, i) => c.group.setAttribute('aria-pressed', String(this.graph?.nodes[i]?.name === node)))
  }

  private draw(): void {
    const { graph } = this
    if (!graph) return
    const plan = new graphlib.Graph({ multigraph: true })
    plan.setGraph({ rankdir: narrow.matches ? 'TB' : 'LR', nodesep: 22, ranksep: 46, marginx: pad, marginy: pad })
    plan.setDefaultEdgeLabel(() => ({}))
    graph.nodes.forEach(n => plan.setNode(n.name, { width, height }))
    graph.edges.forEach((e, i) => plan.setEdge(e.from, e.to, {}, String(i)))
    layout(plan)
    const size = plan.graph() as { width: number; height: number }
    const root = svg('svg', {
      viewBox: `0 0 ${size.width} ${size.height}`, role: 'group', 'aria-label': 'The nodes of the graph, in the order of flow',
    })
    root.style.maxWidth = `${size.width}px`
    root.append(arrow())
    graph.edges.forEach((e, i) => root.append(wire(e, plan.edge({ v: e.from, w: e.to, name: String(i) }).points ?? [])))
    this.cards = graph.nodes.map((n, i) => {
      const { x, y } = plan.node(n.name) as { x: number; y: number }
      const card = this.card(n, i, x - width / 2, y - height / 2)
      root.append(card.group)
      return card
    })
    this.at.replaceChildren(root)
    this.select(this.chosen)
    this.write()
  }

  private card(n: Node, i: number, x: number, y: number): Card {
    const group = svg('g', { class: 'card', transform: `translate(${x} ${y})`, role: 'button', tabindex: 0 })
    const at = (y: number, style: string, text = '', x = 14) => svg('text', { x, y, class: style }, text)
    const line = [at(64, 'big'), at(64, 'small', '', 82), at(84, 'small'), at(102, 'small mood'), at(120, 'small')] as const
    const bar = (style: string) => svg('rect', { class: style, x: 0, y: height - 6, width: 0, height: 6 })
    const parts: Card['parts'] = [bar('busy'), bar('blocked')]
    group.append(
      svg('rect', { class: 'body', width, height, rx: 8 }),
      svg('rect', { class: 'swatch', x: 14, y: 14, width: 10, height: 10, rx: 3, fill: color(i) }),
      at(24, 'name', short(n.name, 20), 30),
      at(41, 'small', short(n.type + (n.plugin ? ` in ${n.plugin}` : '') + (n.live ? ', live' : ''), 30)),
      ...line, ...parts,
    )
    group.addEventListener('click', () => this.choose(n.name))
    group.addEventListener('keydown', e => {
      if (e.key !== 'Enter' && e.key !== ' ') return
      e.preventDefault()
      this.choose(n.name)
    })
    return { group, rate: line[0], times: line[1], queue: line[2], mood: line[3], latency: line[4], parts }
  }

  update(s: Sample): void {
    this.last = [...this.last, s].slice(-10)
    this.write()
  }

  private write(): void {
    const now = recent(this.last)
    const most = Math.max(...now.map(n => n.busy))
    this.cards.forEach((card, i) => {
      const node = this.graph?.nodes[i], n = now[i]
      if (!node || !n) return
      const pace = n.busy === most && most > 0.5
      const dropped = n.dropped ? sum(n.dropped) : 0
      const queue = node.source ? (dropped ? `dropped ${reasons(n.dropped ?? {})}` : 'dropped none') : `queue ${n.waiting} of ${n.room}`
      const times = n.p50_ms ? `${ms(n.p50_ms)} · p99 ${ms(n.p99_ms)}` : ''
      write(card.rate, `${rate(n.fps)}/s`)
      write(card.times, times)
      write(card.queue, queue)
      write(card.mood, (n.state ?? mood(n.fps, n.busy, n.waited, n.blocked)) + (pace ? ' · sets the pace' : ''))
      write(card.latency, n.latency ? `${ms(1000 * n.latency.p50_seconds)} old · p99 ${ms(1000 * n.latency.p99_seconds)}` : '')
      card.group.classList.toggle('pace', pace)
      card.group.classList.toggle('trouble', n.state === 'stalled' || n.state === 'retrying')
      const busy = width * n.busy
      card.parts[0].setAttribute('width', String(busy))
      card.parts[1].setAttribute('x', String(busy))
      card.parts[1].setAttribute('width', String(Math.min(width - busy, width * n.blocked)))
      card.group.setAttribute('aria-label',
        `${node.name}, ${node.type}: ${rate(n.fps)} frames a second, median ${ms(n.p50_ms)}, p99 ${ms(n.p99_ms)}, ${queue}, ${card.mood.textContent}, ${card.latency.textContent ?? ''}${node.source ? `, ${count(dropped)} dropped` : ''}`)
    })
  }
}

// mood is what a node did most in the last second.
function mood(fps: number, busy: number, waited: number, blocked: number): string {
  if (fps === 0) return 'quiet'
  if (busy >= waited && busy >= blocked) return `works ${percent(busy)}`
  return blocked > waited ? `held up ${percent(blocked)}` : `waits ${percent(waited)}`
}

function wire(e: Edge, points: { x: number; y: number }[]): SVGElement {
  const path = points.map((p, i) => `${i ? 'L' : 'M'}${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('')
  const group = svg('g', { class: `wire ${e.type}` })
  group.append(svg('title', {}, `${e.from}.${e.output} to ${e.to}.${e.input} (${e.type})`), svg('path', { d: path, 'marker-end': 'url(#arrow)' }))
  return group
}

function arrow(): SVGElement {
  const defs = svg('defs')
  const marker = svg('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' })
  marker.append(svg('path', { d: 'M0 0 8 4 0 8z' }))
  defs.append(marker)
  return defs
}

const short = (text: string, room: number): string => text.length > room ? `${text.slice(0, room - 1)}…` : text
