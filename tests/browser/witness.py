"""What nothing of ours may cause in a browser: a script that fails or that is a stranger's, what the policy stops."""

from playwright.sync_api import ConsoleMessage, Dialog, Page

_TELL = """addEventListener("securitypolicyviolation", (event) =>
  window.tell_violation(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`))"""
_STATUS_ALONE = "Failed to load resource: the server responded with a status of"


def watch(page: Page) -> list[str]:
    """A list that every such thing is written into from now on."""
    faults = list[str]()

    def hear_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_STATUS_ALONE):
            faults.append(message.text)

    def hear_dialog(dialog: Dialog) -> None:
        faults.append(f"a script opened a window: {dialog.message}")
        dialog.dismiss()

    def hear_violation(told: str) -> None:
        faults.append(told)

    page.on("console", hear_console)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", hear_dialog)
    page.context.expose_function("tell_violation", hear_violation)
    page.context.add_init_script(_TELL)
    return faults
