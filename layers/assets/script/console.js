// The console's own script: it looks for news while somebody looks, and keeps the focus where the work is.
(() => {
  "use strict"
  const EVERY_SECONDS = 30, AT_REST_SECONDS = 300, RESTING_AFTER_SECONDS = 3600
  let touched = Date.now(), looked = Date.now()
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, () => { touched = Date.now() }, { passive: true })
  }
  setInterval(() => {
    const now = Date.now()
    const pause = now - touched > RESTING_AFTER_SECONDS * 1000 ? AT_REST_SECONDS : EVERY_SECONDS
    if (document.visibilityState === "visible" && now - looked >= pause * 1000) {
      looked = now
      document.body.dispatchEvent(new Event("look"))
    }
  }, 1000)

  // After an act the focus goes to what the answer tells first; one that a part of the page still has stays there.
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement && document.activeElement !== document.body) return
    const next = document.querySelector("#main [data-focus], #main h3[tabindex], #main h1")
    if (next) next.focus()
  })

  // A button that waits says so to those who do not see it.
  document.addEventListener("htmx:before:request", (event) => {
    const button = event.target.querySelector?.("button:focus")
    if (button) button.setAttribute("aria-busy", "true")
  })
})()
