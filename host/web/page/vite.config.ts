import { defineConfig } from 'vite'

// The built page goes into the program (go:embed). Nothing is inlined as data:, which
// the page's Content-Security-Policy refuses.
export default defineConfig({
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
