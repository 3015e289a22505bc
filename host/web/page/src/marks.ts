import type { Prompt } from './api'
import { html } from './dom'

// Mark shows where somebody has pointed until something has come of it.
export type Mark = HTMLElement[]

// Marks are the marks, the frame that is being drawn and the crosshair on the stage.
// All places are fractions.
export class Marks {
  private frame = html('div', { class: 'frame', hidden: '' })
  private cross = html('div', { class: 'cross', hidden: '' })

  constructor(private stage: HTMLElement) {
    stage.append(this.frame, this.cross)
  }

  add(p: Prompt): Mark {
    const mark = (p.points ?? []).map(c => place(html('div', { class: c.background ? 'dot background waiting' : 'dot waiting' }), c.x, c.y))
    if (p.box) mark.push(span(html('div', { class: 'frame waiting' }), p.box))
    this.stage.append(...mark)
    return mark
  }

  // done lets go of a mark; wrong: nothing came of it.
  done(mark: Mark, wrong: boolean): void {
    for (const e of mark) {
      e.classList.remove('waiting')
      e.classList.add(wrong ? 'wrong' : 'done')
      setTimeout(() => e.remove(), wrong ? 1500 : 500)
    }
  }

  draw(box?: Prompt['box']): void {
    this.frame.hidden = !box
    if (box) span(this.frame, box)
  }

  aim(x: number, y: number): void {
    this.cross.hidden = false
    place(this.cross, x, y)
  }

  rest(): void { this.cross.hidden = true }
}

const percent = (part: number): string => `${(100 * part).toFixed(3)}%`

function place<E extends HTMLElement>(e: E, x: number, y: number): E {
  e.style.left = percent(x)
  e.style.top = percent(y)
  return e
}

function span<E extends HTMLElement>(e: E, [x1, y1, x2, y2]: [number, number, number, number]): E {
  place(e, x1, y1)
  e.style.width = percent(x2 - x1)
  e.style.height = percent(y2 - y1)
  return e
}
