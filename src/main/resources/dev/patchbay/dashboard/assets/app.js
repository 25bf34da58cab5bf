/* What pages do beyond links and forms: charts, the drawer, keys, live lists, and times that age. */
"use strict";
(() => {
  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);
  const csrf = () => document.querySelector('meta[name="csrf"]').content;
  const say = (text) => { document.getElementById("live").textContent = text; };

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") {
      event.detail.headers["X-CSRF-Token"] = csrf();
    }
    // What a page asks for by itself is no sign that somebody sits before it.
    if (!event.detail.triggeringEvent?.isTrusted) {
      event.detail.headers["X-Patchbay-Live"] = "1";
    }
  });
  // A refusal is told where the answer would have stood.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400 && event.detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/html")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:sendError", () => say("The hub cannot be reached."));

  /* <table data-chart>: the first column is the axis (seconds or labels), the others are lines. */
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const lines = ["--accent", "--ok", "--warn", "--bad", "--muted"];
  function chart(table) {
    const place = document.createElement("div");
    place.className = "chart";
    place.setAttribute("aria-hidden", "true");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) =>
      cell.dataset.value === undefined ? Number(cell.textContent) : cell.dataset.value === "" ? null : Number(cell.dataset.value)));
    if (rows.length === 0) { return; }
    const holder = table.closest("details.beneath-chart") ?? table.closest(".scroll") ?? table;
    holder.before(place);
    const time = table.dataset.chart === "time";
    const axis = { stroke: color("--muted"), grid: { stroke: color("--line") }, ticks: { stroke: color("--line") } };
    const plot = new uPlot({
      width: place.clientWidth || 320,
      height: 220,
      scales: { x: { time } },
      tzDate: time && table.dataset.zone ? (at) => uPlot.tzDate(new Date(at * 1e3), table.dataset.zone) : undefined,
      axes: [axis, axis],
      series: [{ label: heads[0] }, ...heads.slice(1).map((label, at) => ({
        label, stroke: color(lines[at % lines.length]), width: 2, dash: at === 0 ? undefined : [6, 2 + 2 * at], points: { show: rows.length < 40 } }))],
    }, heads.map((head, at) => rows.map((row) => row[at])), place);
    new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: 220 })).observe(place);
  }

  /* Times that say how long ago grow older without the server. */
  function span(ms) {
    const minutes = Math.floor(ms / 60000), hours = Math.floor(minutes / 60);
    if (ms < 60000) { return `${Math.floor(ms / 1000)} s`; }
    if (minutes < 60) { return `${minutes} min`; }
    return hours < 48 ? `${hours} h` + (hours < 10 && minutes % 60 ? ` ${minutes % 60} min` : "") : `${Math.floor(hours / 24)} days`;
  }
  function age() {
    each(document, "time[data-ago]", (time) => {
      const ms = Date.now() - Date.parse(time.dateTime);
      if (Number.isFinite(ms)) { time.textContent = ms < 0 ? `in ${span(-ms)}` : `${span(ms)} ago`; }
    });
    each(document, "time[data-since]", (time) => {
      const ms = Date.now() - Date.parse(time.dateTime);
      if (Number.isFinite(ms) && ms >= 0) { time.textContent = span(ms); }
    });
  }
  setInterval(age, 1000);

  /* The drawer opens when something is put into it, and closes by Escape, by a button, or beside it. */
  const drawer = () => document.getElementById("drawer");
  let opener = null;
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "drawer-body" && !drawer().open) {
      opener = document.activeElement;
      drawer().showModal();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target === drawer() || event.target.closest("[data-close]")) { drawer().close(); }
  });
  document.addEventListener("close", (event) => {
    if (event.target.id === "drawer") {
      document.getElementById("drawer-body").replaceChildren();
      opener?.focus?.();
    }
  }, true);

  /* Forms that ask again before something that cannot be taken back. */
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  /* Selects and boxes that act at once. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) { event.target.form.requestSubmit(); }
  });

  /* <body> is narrow: the menu is folded; wide: it is always open. */
  const wide = window.matchMedia("(min-width: 60rem)");
  const menu = () => document.querySelector(".menu");
  const fold = () => { if (menu()) { menu().open = wide.matches; } };
  wide.addEventListener("change", fold);

  /* data-live="/app/leads/stream": the element hears "live" whenever the hub tells of news. */
  function listen(element) {
    let source = null;
    const stop = () => { source?.close(); source = null; };
    // Browsers keep few connections to one hub: a tab that nobody sees holds none.
    const start = () => {
      if (source || document.hidden || !document.contains(element)) { return; }
      source = new EventSource(element.dataset.live);
      source.addEventListener("news", (event) => {
        if (document.contains(element)) { htmx.trigger(element, "live", { news: event.data }); } else { stop(); }
      });
    };
    document.addEventListener("visibilitychange", () => { if (document.hidden) { stop(); } else { start(); } });
    window.addEventListener("pagehide", stop);
    window.addEventListener("pageshow", start);
    start();
  }

  /* [data-deck]: cards gone through by j and k; a card's buttons with data-key are pressed by that key. */
  function turn(deck, by) {
    const cards = [...deck.querySelectorAll("[data-item]")];
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    cards[Math.min(cards.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.focus();
  }
  document.addEventListener("keydown", (event) => {
    const deck = document.querySelector("[data-deck]");
    if (!deck || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) { return; }
    if (event.key === "j") { turn(deck, 1); }
    if (event.key === "k") { turn(deck, -1); }
    const card = document.activeElement?.closest("[data-item]");
    if (card && /^[a-z]$/.test(event.key)) { card.querySelector(`[data-key="${event.key}"]`)?.click(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) { turn(event.target.closest("[data-deck]"), 1); }
  });
  document.addEventListener("htmx:load", (event) => {
    const card = event.detail.elt;
    if (card.matches?.("[data-decided]")) { card.focus(); turn(card.closest("[data-deck]"), 1); }
  });

  function prepare(root) {
    each(root, "table[data-chart]", (table) => { if (!table.dataset.drawn) { table.dataset.drawn = "1"; chart(table); } });
    each(root, "[data-live]", (element) => { if (!element.dataset.heard) { element.dataset.heard = "1"; listen(element); } });
    age();
  }
  document.addEventListener("DOMContentLoaded", () => { fold(); prepare(document); });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt.parentElement ?? document));
})();
