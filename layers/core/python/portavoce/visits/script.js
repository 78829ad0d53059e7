(function (w, d, s) {
  var n = w.navigator, q = new URLSearchParams(w.location.search), to = s.src.replace(/\/[^\/]*$/, ""),
    no = n.doNotTrack == 1 || w.doNotTrack == 1 || n.globalPrivacyControl || n.webdriver, ok = 0, seen = 0, t = 0;
  function say(kind, more) {
    var b = { brand: s.dataset.brand, kind: kind }, k, v;
    function put(name, value) { if (value || value === 0) b[name] = (value + "").slice(0, 100) }
    put("link", q.get("pvl"));
    put("source", q.get("utm_source"));
    for (k in more) put(k, more[k]);
    if (ok && !no) n.sendBeacon(to, JSON.stringify(b))
  }
  function go() { if (ok && !seen && d.visibilityState == "visible") { seen = 1; say("view") } }
  w.portavoce = {
    consent: function (yes) { ok = yes === true; go() },
    view: function () { seen = t = 0; go() },
    convert: function (name, more) {
      more = more || {};
      say("conversion", { name: name, value: more.value, currency: more.currency, reference: more.reference })
    }
  };
  d.addEventListener("visibilitychange", go);
  setInterval(function () { if (ok && seen && d.visibilityState == "visible" && ++t == 10) say("engaged") }, 1e3);
  if (s.dataset.consent == "given") w.portavoce.consent(true)
})(window, document, document.currentScript);
