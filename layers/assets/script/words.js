// What somebody types is kept in this tab until it was taken in: over a reload, and over a session that has ended.
(() => {
  "use strict"
  const WORDS = "words ", NAMES = ["comment", "lead", "post", "publication"]
  const typed = "textarea[name], input.field[name]:not([type=password])"

  // One form's fields, for one person: whoever signs in next in this tab finds nothing of another's.
  const place = (field) => {
    const { form } = field, about = NAMES.map((name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.value ?? "")
    return WORDS + JSON.stringify([document.body.dataset.person, form.getAttribute("action"), field.name, ...about])
  }
  const fields = (root) => [...root.querySelectorAll(typed)].filter((one) => one.form?.method === "post")

  document.addEventListener("input", ({ target }) => {
    if (!document.body.dataset.person || !target.matches?.(typed) || target.form?.method !== "post") return
    if (target.value) sessionStorage.setItem(place(target), target.value)
    else sessionStorage.removeItem(place(target))
  })

  const restore = (isNew) => {
    if (!document.body.dataset.person) return
    let found = false
    for (const one of fields(document)) {
      const kept = sessionStorage.getItem(place(one))
      if (kept === null || kept === one.value) continue
      one.value = kept
      found = true
      const fold = one.closest("details")
      if (fold) fold.open = true
    }
    if (found && isNew) document.getElementById("kept").hidden = false
  }

  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement?.closest?.("form"), raw = ctx.response?.raw
    if (form && raw?.ok && !raw.headers.get("hx-redirect")) {
      for (const one of fields(form.parentElement)) if (one.form === form) sessionStorage.removeItem(place(one))
    }
  })
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => { if (ctx.target?.id === "main") restore(false) })
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("[data-leaves]")) return
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(WORDS)) sessionStorage.removeItem(key)
  }, true)
  restore(true)
})()
