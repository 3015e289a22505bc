import { address, send, type Graph, type Prompt, type Thing } from './api'
import { byId, html } from './dom'
import type { Mark, Marks } from './marks'
import { Row } from './row'

const soon = 250, often = 1000 // milliseconds between two looks, while something waits and otherwise

// Objects are what somebody has pointed at: it hands prompts to a node that takes them
// and shows what has become of them.
export class Objects {
  private graph?: Graph
  private node = ''
  private rows = new Map<number, Row>()
  private waiting: { id: number; mark: Mark }[] = []
  private more = 0 // the object that clicks add to, 0: each is something new
  private last = 0 // that was pointed at
  private timer = 0
  private choice = byId<HTMLSelectElement>('prompt-node')

  constructor(private marks: Marks, private say: (text: string, wrong?: boolean) => void) {
    this.choice.addEventListener('change', () => this.choose(this.choice.value))
    document.addEventListener('visibilitychange', () => this.look(0))
  }

  // show takes the nodes that take prompts; the panel says when there are none.
  show(graph: Graph): void {
    this.graph = graph
    const able = graph.nodes.filter(n => n.prompts).map(n => n.name)
    this.choice.replaceChildren(...able.map(n => html('option', { value: n }, n)))
    byId('prompt-choice').hidden = able.length < 2
    byId('pointing').hidden = byId('objects').hidden = able.length === 0
    byId('stage').classList.toggle('able', able.length > 0)
    this.choose(able.at(-1) ?? '')
  }

  end(): void {
    this.node = ''
    clearTimeout(this.timer)
    byId('pointing').hidden = true
    byId('stage').classList.remove('able')
    this.rows.forEach(r => r.end())
  }

  private choose(node: string): void {
    this.node = node
    this.more = this.last = 0
    this.update([])
    this.look(0)
  }

  private path(more = ''): string {
    return address(`/api/nodes/${encodeURIComponent(this.node)}/prompts${more}`, this.graph?.stream ?? '')
  }

  // ask points at something.
  async ask(p: Prompt): Promise<void> {
    if (!this.node) return
    const id = this.more || (p.points?.every(c => c.background) ? this.last : 0)
    const mark = this.marks.add(p)
    try {
      const thing = await send<Thing>('POST', this.path(), { ...p, unit: 'fraction', ...(id ? { id } : {}) })
      this.last = thing.id
      this.waiting.push({ id: thing.id, mark })
      this.say(`Object ${thing.id}: waiting for the next frame.`)
      this.put(thing)
      this.look(soon)
    } catch (e) {
      this.marks.done(mark, true)
      this.say((e as Error).message, true)
    }
  }

  // look asks what has become of the objects, and goes on asking.
  private look(after: number): void {
    clearTimeout(this.timer)
    if (!this.node || document.hidden) return
    this.timer = window.setTimeout(() => void this.fetch(), after)
  }

  private async fetch(): Promise<void> {
    const path = this.path()
    const got = await send<{ objects: Thing[] }>('GET', path).catch(() => undefined)
    if (path !== this.path()) return // of another node or stream
    if (got) this.update(got.objects)
    this.look(this.waiting.length ? soon : often)
  }

  private update(things: Thing[]): void {
    const there = new Set(things.map(t => t.id))
    for (const [id, row] of this.rows) {
      if (there.has(id)) continue
      row.item.remove()
      this.rows.delete(id)
      if (this.more === id) this.more = 0
    }
    things.forEach(t => this.put(t))
    this.waiting = this.waiting.filter(w => {
      const t = things.find(t => t.id === w.id)
      if (t?.state === 'waiting') return true
      this.marks.done(w.mark, t?.state === 'lost')
      if (t) this.say(`${t.name || 'Object'} ${t.id}: ${t.why ?? 'it is followed.'}`, t.state === 'lost')
      return false
    })
    byId('objects-none').hidden = this.rows.size > 0
  }

  private put(t: Thing): void {
    let row = this.rows.get(t.id)
    if (!row) {
      row = new Row(t.id, {
        rename: name => this.change('PATCH', t.id, { name }),
        remove: () => this.change('DELETE', t.id),
        more: () => this.refine(this.more === t.id ? 0 : t.id),
      })
      this.rows.set(t.id, row)
      byId('things').append(row.item)
    }
    row.show(t, this.more === t.id)
    byId('objects-none').hidden = true
  }

  private refine(id: number): void {
    this.more = id
    this.rows.forEach((row, of) => row.press(of === id))
    this.say(id ? `Clicks now add to object ${id}.` : 'Each click is a new object.')
  }

  private async change(method: string, id: number, body?: object): Promise<void> {
    try {
      await send(method, this.path(`/${id}`), body)
      if (method === 'DELETE') byId('objects').focus()
    } catch (e) {
      this.say((e as Error).message, true)
    }
    this.look(0)
  }
}
