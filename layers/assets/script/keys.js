// Single keys, where nothing is typed: they press or focus what is marked with them, and can be switched off.
(() => {
  "use strict"
  const switched = () => localStorage.getItem("keys") !== "off"
  const fields = "input:not([type=checkbox]), textarea, select"

  const press = (key) => {
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
    if (!found) return false
    const fold = found.closest("details")
    if (fold) fold.open = true
    if (found.matches("button")) found.click()
    else found.focus()
    return true
  }

  const walk = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent)
    const here = rows.findIndex((row) => row === document.activeElement || row.getAttribute("aria-current"))
    const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))]
    if (next) next.focus()
    return Boolean(next)
  }

  const explain = () => {
    const keys = document.getElementById("keys")
    if (!keys) return false
    keys.open = !keys.open
    keys.querySelector("summary").focus()
    return true
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event
    if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("[data-send]")) {
      target.form.requestSubmit()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !switched()) return
    if (target.closest(fields)) {
      if (key === "Escape") target.blur()
      return
    }
    const done = key === "j" ? walk(1) : key === "k" ? walk(-1) : key === "?" ? explain() : press(key)
    if (done) event.preventDefault()
  })

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-keys]")) localStorage.setItem("keys", target.checked ? "on" : "off")
  })
  document.addEventListener("toggle", ({ target }) => {
    const box = target.querySelector?.("[data-keys]")
    if (box) box.checked = switched()
  }, true)
})()
