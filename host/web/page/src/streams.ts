import { get, send, type Graph, type Stream } from './api'
import { byId, count, html, rate, sum } from './dom'

// Streams lists the streams, changes between them, and adds and removes them.
export class Streams {
  private choice = byId<HTMLSelectElement>('stream')
  private list: Stream[] = []
  private source = ''

  constructor(private chosen: (stream: string) => void) {
    this.choice.addEventListener('change', () => chosen(this.choice.value))
    byId('add').addEventListener('submit', e => {
      e.preventDefault()
      void this.add()
    })
    setInterval(() => { if (!document.hidden) void this.refresh() }, 2000)
  }

  show(graph: Graph): void {
    this.source = graph.nodes.find(n => n.source)?.name ?? ''
    byId('add').hidden = !this.source
    void this.refresh(graph.stream)
  }

  async refresh(current = this.choice.value): Promise<void> {
    const list = await get<Stream[]>('/api/streams')
    if (!list) return
    this.list = list
    const names = list.map(s => s.name)
    if (names.join('\n') !== [...this.choice.options].map(o => o.value).join('\n')) {
      this.choice.replaceChildren(...names.map(n => html('option', { value: n }, n || 'unnamed')))
    }
    if (names.includes(current)) this.choice.value = current
    else if (list[0]) this.chosen(list[0].name)
    byId('stream-choice').hidden = list.length < 2
    const shown = byId('streams-list'), next = html('tbody', { id: 'streams-list' }, ...list.map(s => this.row(s)))
    if (shown.isEqualNode(next)) return
    const had = shown.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : undefined
    shown.replaceWith(next)
    if (had) [...next.querySelectorAll('button')].find(b => b.getAttribute('aria-label') === had)?.focus()
  }

  private row(s: Stream): HTMLElement {
    const look = html('button', { type: 'button', 'aria-label': `Show ${s.name}` }, s.name || 'unnamed')
    look.addEventListener('click', () => this.chosen(s.name))
    const remove = html('button', { type: 'button', 'aria-label': `Remove the stream ${s.name}` }, 'Remove')
    remove.addEventListener('click', () => void this.remove(s))
    return html('tr', {}, html('th', { scope: 'row' }, look),
      html('td', { class: `stream-state ${s.state}`, title: s.error ?? '' }, s.state), html('td', {}, `${rate(s.fps)}/s`),
      html('td', {}, count(s.ledger.read)), html('td', {}, count(sum(s.ledger.dropped))), html('td', {}, remove))
  }

  private say(text: string): void {
    const note = byId('streams-note')
    note.hidden = !text
    note.textContent = text
  }

  private async add(): Promise<void> {
    const name = byId<HTMLInputElement>('add-name'), uri = byId<HTMLInputElement>('add-uri')
    try {
      const made = await send<Stream>('POST', '/api/streams', { name: name.value, settings: { [this.source]: { uri: uri.value } } })
      this.say('')
      name.value = uri.value = ''
      await this.refresh()
      this.chosen(made.name)
    } catch (e) {
      this.say((e as Error).message)
    }
  }

  private async remove(s: Stream): Promise<void> {
    const last = this.list.length === 1 ? '\nIt is the last one: the program ends with it.' : ''
    if (!confirm(`Remove the stream ${s.name}? What was read is worked off, and its files are completed.${last}`)) return
    await send('DELETE', `/api/streams/${encodeURIComponent(s.name)}`).then(() => this.say(''), (e: Error) => this.say(e.message))
    await this.refresh()
  }
}
