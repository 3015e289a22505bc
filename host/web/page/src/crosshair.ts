import type { Prompt } from './api'
import { percent } from './dom'
import type { Marks } from './marks'
import type { Tool } from './pointer'

const step = 0.01, stride = 0.05 // of the picture, with Shift the longer one

// Crosshair is for those who point with keys: arrows move it, Enter points, with Shift at
// the background, B sets one corner of a box and then the other, Escape lets go.
export class Crosshair {
  private x = 0.5
  private y = 0.5
  private corner?: { x: number; y: number }
  private telling = 0

  constructor(stage: HTMLElement, private marks: Marks, private tool: () => Tool, private ask: (p: Prompt) => void, private say: (text: string) => void) {
    stage.addEventListener('keydown', e => { if (this.key(e)) e.preventDefault() })
    stage.addEventListener('blur', () => this.release())
    stage.addEventListener('pointerdown', () => this.release())
  }

  private key(e: KeyboardEvent): boolean {
    if (e.ctrlKey || e.altKey || e.metaKey) return false
    const by = e.shiftKey ? stride : step
    switch (e.key) {
      case 'ArrowLeft': return this.go(-by, 0)
      case 'ArrowRight': return this.go(by, 0)
      case 'ArrowUp': return this.go(0, -by)
      case 'ArrowDown': return this.go(0, by)
      case 'Enter': case ' ': return this.point(e.shiftKey)
      case 'b': case 'B': return this.mark()
      case 'Escape': this.release(); return true
    }
    return false
  }

  private go(dx: number, dy: number): boolean {
    const part = (v: number) => Math.min(1, Math.max(0, v))
    this.x = part(this.x + dx)
    this.y = part(this.y + dy)
    this.marks.aim(this.x, this.y)
    this.marks.draw(this.box())
    clearTimeout(this.telling)
    this.telling = window.setTimeout(() => this.say(`Crosshair ${percent(this.x)} from the left, ${percent(this.y)} from the top.`), 400)
    return true
  }

  private box(): Prompt['box'] {
    const a = this.corner
    return a && [Math.min(a.x, this.x), Math.min(a.y, this.y), Math.max(a.x, this.x), Math.max(a.y, this.y)]
  }

  private point(background: boolean): boolean {
    this.marks.aim(this.x, this.y)
    if (this.corner || this.tool() === 'box') return this.mark()
    this.ask({ points: [{ x: this.x, y: this.y, background: background || this.tool() === 'background' }] })
    return true
  }

  private mark(): boolean {
    const box = this.box()
    if (!box) {
      this.corner = { x: this.x, y: this.y }
      this.marks.aim(this.x, this.y)
      this.say('One corner is set. Move to the other one and press B.')
    } else if (box[0] < box[2] && box[1] < box[3]) {
      this.corner = undefined
      this.marks.draw()
      this.ask({ box })
    }
    return true
  }

  private release(): void {
    this.corner = undefined
    this.marks.draw()
    this.marks.rest()
  }
}
