import { address, type Graph } from './api'
import { byId, html, write } from './dom'

// Preview shows what a node sees. It asks for pictures only while somebody can see
// them, since the server draws them for nobody else.
export class Preview {
  private picture = byId<HTMLImageElement>('picture')
  private stage = byId('stage')
  private note = byId('screen-note')
  private choice = byId<HTMLSelectElement>('watch-node')
  private toggle = byId<HTMLButtonElement>('watch-toggle')
  private stream = ''
  private node = ''
  private ended = false

  constructor(chosen: (node: string) => void) {
    this.choice.addEventListener('change', () => chosen(this.choice.value))
    this.toggle.addEventListener('click', () => {
      this.toggle.setAttribute('aria-pressed', String(!this.paused()))
      this.load()
    })
    document.addEventListener('visibilitychange', () => this.load())
    this.picture.addEventListener('load', () => this.fit())
    this.picture.addEventListener('error', () => { if (!this.ended) this.say('No pictures come.') })
  }

  private paused(): boolean { return this.toggle.getAttribute('aria-pressed') === 'true' }

  // fit gives the stage the shape of the picture, so that a place on it is one on the
  // frame, whatever the scale.
  private fit(): void {
    const { naturalWidth: w, naturalHeight: h } = this.picture
    if (!w || !h) return
    this.stage.style.aspectRatio = `${w} / ${h}`
    this.stage.style.width = `min(100%, ${(72 * w / h).toFixed(3)}vh)`
    this.stage.hidden = false
    this.note.hidden = true
  }

  // show lists the nodes that have frames and chooses the last one: what it gets was
  // worked on most.
  show(graph: Graph): string {
    this.stream = graph.stream
    this.node = ''
    this.ended = false
    this.toggle.disabled = this.choice.disabled = false
    const nodes = graph.nodes.filter(n => n.preview)
    this.choice.replaceChildren(...nodes.map(n => html('option', { value: n.name }, n.name)))
    const fed = (name: string) => graph.edges.filter(e => e.to === name).length
    return nodes.findLast(n => fed(n.name) > 1)?.name ?? nodes.at(-1)?.name ?? ''
  }

  // watch changes to another node, if it has frames.
  watch(node: string): void {
    if (node === this.node || ![...this.choice.options].some(o => o.value === node)) return
    this.node = this.choice.value = node
    this.picture.alt = `What ${node} sees, with what was found drawn in`
    this.load()
  }

  // end leaves the last picture where it is.
  end(): void {
    this.ended = true
    this.toggle.disabled = this.choice.disabled = true
    if (this.stage.hidden) this.say('The run has ended.')
  }

  private load(): void {
    if (this.ended || !this.node) return
    if (this.paused() || document.hidden) {
      this.picture.removeAttribute('src')
      this.say('Paused.')
      return
    }
    this.say('Waiting for a picture.')
    this.picture.src = address(`/preview/${encodeURIComponent(this.node)}`, this.stream)
  }

  private say(text: string): void {
    this.stage.hidden = true
    this.note.hidden = false
    write(this.note, text)
  }
}
