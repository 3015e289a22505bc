import type { Prompt } from './api'
import type { Marks } from './marks'

export type Tool = 'point' | 'background' | 'box'

const far = 6 // pixels from which on a press is a drag
const long = 500 // milliseconds of a press with a finger that means the background

// Pointer makes prompts of what mouse and finger do on the stage: a click is a point, with
// Shift one of the background, and so is a long press with a finger; a drag is a box, with
// a finger only when that is the tool, since it scrolls the page otherwise.
export class Pointer {
  private from?: { x: number; y: number; clientX: number; clientY: number }
  private drags = false
  private timer = 0

  constructor(private stage: HTMLElement, private marks: Marks, private tool: () => Tool, private ask: (p: Prompt) => void) {
    stage.addEventListener('pointerdown', e => this.down(e))
    stage.addEventListener('pointermove', e => this.move(e))
    stage.addEventListener('pointerup', e => this.up(e))
    stage.addEventListener('pointercancel', () => this.cancel())
    stage.addEventListener('keydown', e => { if (e.key === 'Escape') this.cancel() })
    stage.addEventListener('contextmenu', e => { if (this.from || (e as PointerEvent).pointerType === 'touch') e.preventDefault() })
    stage.addEventListener('dragstart', e => e.preventDefault())
  }

  private at(e: PointerEvent): { x: number; y: number } {
    const r = this.stage.getBoundingClientRect()
    const part = (v: number) => Math.min(1, Math.max(0, v))
    return { x: part((e.clientX - r.left) / r.width), y: part((e.clientY - r.top) / r.height) }
  }

  private down(e: PointerEvent): void {
    if (e.button !== 0 || !e.isPrimary) return
    this.cancel()
    const from = { ...this.at(e), clientX: e.clientX, clientY: e.clientY }
    this.from = from
    this.stage.setPointerCapture(e.pointerId)
    if (e.pointerType === 'touch' && this.tool() !== 'box') {
      this.timer = window.setTimeout(() => {
        this.cancel()
        this.ask({ points: [{ x: from.x, y: from.y, background: true }] })
      }, long)
    }
  }

  private move(e: PointerEvent): void {
    if (!this.from || !e.isPrimary) return
    if (Math.hypot(e.clientX - this.from.clientX, e.clientY - this.from.clientY) > far) {
      clearTimeout(this.timer)
      this.drags = e.pointerType !== 'touch' || this.tool() === 'box'
    }
    if (this.drags) this.marks.draw(this.box(e))
  }

  private box(e: PointerEvent): [number, number, number, number] {
    const a = this.from ?? this.at(e), b = this.at(e)
    return [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]
  }

  private up(e: PointerEvent): void {
    if (!this.from || !e.isPrimary) return
    const box = this.drags ? this.box(e) : undefined
    const { x, y } = this.from
    this.cancel()
    if (box) {
      if (box[0] < box[2] && box[1] < box[3]) this.ask({ box })
    } else {
      this.ask({ points: [{ x, y, background: e.shiftKey || this.tool() === 'background' }] })
    }
  }

  private cancel(): void {
    clearTimeout(this.timer)
    this.from = undefined
    this.drags = false
    this.marks.draw()
  }
}
