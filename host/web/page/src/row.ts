import type { Thing } from './api'
import { html, trackColor, write } from './dom'

export interface Actions { rename(name: string): void; remove(): void; more(): void }

// Row is an object in the list.
export class Row {
  readonly item: HTMLLIElement
  private name: HTMLInputElement
  private state = html('span', { class: 'state' })
  private more: HTMLButtonElement
  private gone: HTMLButtonElement

  constructor(id: number, to: Actions) {
    const mark = html('span', { class: 'swatch' })
    mark.style.background = trackColor(id)
    this.name = html('input', { type: 'text', maxlength: '80', placeholder: 'object', 'aria-label': `Name of object ${id}`, autocomplete: 'off', spellcheck: 'false' })
    this.more = html('button', { type: 'button', 'aria-pressed': 'false', title: 'Clicks on the preview add to this object', 'aria-label': `Add clicks to object ${id}` }, 'Add clicks')
    this.gone = html('button', { type: 'button', 'aria-label': `Remove object ${id}` }, 'Remove')
    this.item = html('li', { 'data-id': String(id) }, mark, html('b', {}, String(id)), this.name, this.state, this.more, this.gone)
    this.name.addEventListener('change', () => to.rename(this.name.value.trim()))
    this.name.addEventListener('keydown', e => { if (e.key === 'Enter') this.name.blur() })
    this.more.addEventListener('click', () => to.more())
    this.gone.addEventListener('click', () => to.remove())
  }

  show(t: Thing, pressed: boolean): void {
    if (document.activeElement !== this.name) this.name.value = t.name
    write(this.state, t.why ? `lost: ${t.why}` : t.state)
    this.state.className = `state ${t.state}`
    this.press(pressed)
  }

  press(on: boolean): void { this.more.setAttribute('aria-pressed', String(on)) }

  end(): void { this.name.disabled = this.more.disabled = this.gone.disabled = true }
}
