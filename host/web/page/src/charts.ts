import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Graph, NodeSample, Sample } from './api'
import { byId, color, html, ms, rate } from './dom'

const kept = 300 // samples: five minutes

// Charts draws fps and latency of every node.
export class Charts {
  private samples: Sample[] = []
  private graph?: Graph
  private plots: { plot: uPlot; of: (n: NodeSample) => number | null; say: (n: NodeSample) => string; at: HTMLElement; what: string }[] = []

  constructor() {
    new ResizeObserver(() => this.plots.forEach(p => p.plot.setSize(size(p.at)))).observe(byId('charts'))
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.plots.forEach(p => p.plot.redraw(false)))
  }

  show(graph: Graph, history: Sample[]): void {
    this.graph = graph
    this.samples = history.filter(s => s.nodes.length === graph.nodes.length)
    this.plots.forEach(p => p.plot.destroy())
    this.plots = [
      { ...this.plot('fps', v => rate(v)), of: n => n.fps, say: n => `${rate(n.fps)} a second`, what: 'Frames a second' },
      { ...this.plot('p99', v => ms(v)), of: n => n.p99_ms || null, say: n => ms(n.p99_ms), what: 'Slowest of a hundred' },
    ]
    byId('legend').replaceChildren(...graph.nodes.map((n, i) => this.entry(n.name, i)))
    this.refresh()
  }

  add(s: Sample): void {
    if (s.nodes.length !== this.graph?.nodes.length) return
    this.samples.push(s)
    if (this.samples.length > kept) this.samples.shift()
    this.refresh()
  }

  private entry(name: string, i: number): HTMLElement {
    const mark = html('span', { class: 'mark' })
    mark.style.background = color(i)
    const button = html('button', { type: 'button', 'aria-pressed': 'true' }, mark, name)
    button.addEventListener('click', () => {
      const show = button.getAttribute('aria-pressed') !== 'true'
      button.setAttribute('aria-pressed', String(show))
      this.plots.forEach(p => p.plot.setSeries(i + 1, { show }))
    })
    return button
  }

  private plot(id: string, text: (v: number) => string): { plot: uPlot; at: HTMLElement } {
    const at = byId(id)
    const ink = () => getComputedStyle(at).getPropertyValue('--muted')
    const grid = { stroke: () => getComputedStyle(at).getPropertyValue('--line'), width: 1 }
    const plot = new uPlot({
      ...size(at),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 6 } },
      scales: { y: { range: (_, __, max) => [0, Math.max(max * 1.1, 0.1)] } },
      axes: [
        { stroke: ink, grid, ticks: { show: false }, space: 80, values: (_, ticks) => ticks.map(t => new Date(1000 * t).toLocaleTimeString('en-GB')) },
        { stroke: ink, grid, ticks: { show: false }, size: 58, values: (_, ticks) => ticks.map(text) },
      ],
      series: [{}, ...(this.graph?.nodes ?? []).map((n, i) => ({ label: n.name, stroke: color(i), width: 2, spanGaps: true, points: { show: false } }))],
    }, [[]], at)
    at.setAttribute('role', 'img')
    return { plot, at }
  }

  private refresh(): void {
    const times = this.samples.map(s => Date.parse(s.time) / 1000)
    const last = this.samples.at(-1)
    for (const p of this.plots) {
      p.plot.setData([times, ...(this.graph?.nodes ?? []).map((_, i) => this.samples.map(s => s.nodes[i] ? p.of(s.nodes[i]) : null))])
      if (!last) continue
      const now = (this.graph?.nodes ?? []).map((n, i) => last.nodes[i] ? `${n.name} ${p.say(last.nodes[i])}` : '')
      p.at.setAttribute('aria-label', `${p.what} of each node over the last five minutes. Now: ${now.join(', ')}.`)
    }
  }
}

const size = (at: HTMLElement) => ({ width: Math.max(240, at.clientWidth), height: 210 })
