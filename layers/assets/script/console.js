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

  // What was typed outlasts the swap, and here what was chosen does too. What was done with it stands in no field any more, and none of it in the field of
  // another comment.
  const about = () => [...document.querySelectorAll('#main input[name="comment"]')].at(-1)?.value
  let shown = about()
  let chosen = []
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    if (ctx.target?.id !== "main") return
    chosen = [...document.querySelectorAll("#main select")].map((one) => [one, one.value])
  })
  const choose = () => {
    for (const [one, value] of chosen) if ([...one.options].some((option) => option.value === value)) one.value = value
  }
  const clear = (ctx) => {
    const done = ctx.sourceElement?.closest?.("form")
    const forms = about() === shown ? [done].filter((one) => one?.isConnected) : document.querySelectorAll("#main form")
    for (const one of forms) one.reset()
  }

  // After an act the focus goes to what the answer tells first. A part that looked for news takes it from nobody.
  const focus = () => {
    const next = ["[data-focus]", ".need [tabindex]", "h1"].map((one) => document.querySelector(`#main ${one}`)).find(Boolean)
    if (!next) return
    if (!next.matches("a, button, input, [tabindex]")) next.tabIndex = -1
    next.focus()
  }
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.sourceElement?.matches?.("[data-quiet]")) return
    const { redirected, url } = ctx.response?.raw ?? {}
    if (ctx.target?.id === "main") {
      choose()
      // The address is that of what is seen: loaded again it is the same.
      if (redirected) {
        clear(ctx)
        history.replaceState(history.state, "", url)
      }
      shown = about()
      focus()
    } else if (!document.activeElement || document.activeElement === document.body) focus()
  })

  // A button that waits says so, also to those who do not see it; a form whose answer is none says that, and stays.
  const told = () => document.getElementById("unanswered")
  const form = ({ detail: { ctx } }) => ctx.sourceElement?.closest?.("form")
  document.addEventListener("htmx:before:request", (event) => {
    if (!form(event)) return
    told().hidden = true
    document.activeElement?.closest?.("button, [data-send]")?.setAttribute("aria-busy", "true")
  })
  document.addEventListener("htmx:finally:request", () => {
    for (const one of document.querySelectorAll("[aria-busy]")) one.removeAttribute("aria-busy")
  })
  const unanswered = (event) => {
    if (!form(event)) return
    told().hidden = false
    told().focus()
  }
  document.addEventListener("htmx:error", unanswered)
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= 500) unanswered(event)
  })
})()
