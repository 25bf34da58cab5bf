/* Calls and leads: rows that come by themselves, the drawer's address, and keys. */
"use strict";
(() => {
  const MOST = 500;
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const say = (text) => { find("#live").textContent = text; };
  const list = () => find("#rows");
  const body = () => find("#leads tbody");
  const drawer = () => find("#drawer");

  /* What the hub answers is parsed apart from the page: nothing in it runs. */
  async function part(address) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) {
      throw new Error(`The hub answered ${answer.status}`);
    }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  const with_ = (address, name, value) => `${address}${address.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;

  /* Rows are brought up to date one by one: focus, selection and scroll stay where they are. */
  function renew(old, fresh) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const inLink = focused?.matches("[data-open]");
    for (const [at, cell] of [...fresh.cells].entries()) {
      if (!cell.classList.contains("pick")) { old.cells[at].replaceWith(document.importNode(cell, true)); }
    }
    old.dataset.state = fresh.dataset.state;
    if (inLink) { find("[data-open]", old).focus({ preventScroll: true }); }
  }
  function reconcile(fresh, whole) {
    const known = new Map(all("tr[data-lead]", body()).map((row) => [row.dataset.lead, row]));
    const fits = new Set(all("tr[data-lead]", fresh).map((row) => row.dataset.lead));
    const here = all("tr[data-lead]", body());
    const end = whole ? here.length : here.findLastIndex((row) => fits.has(row.dataset.lead));
    // Rows that fit no more leave, unless somebody is at them; those below may be of a later page.
    here.forEach((row, at) => {
      if (at < end && !fits.has(row.dataset.lead) && !row.contains(document.activeElement) && !find("input:checked", row)) { row.remove(); }
    });
    let before = null, came = 0;
    for (const row of all("tr[data-lead]", fresh)) {
      let mine = known.get(row.dataset.lead);
      if (!mine) {
        mine = document.importNode(row, true);
        mine.classList.add("fresh");
        came++;
      } else if (mine.dataset.state !== row.dataset.state) {
        renew(mine, row);
      }
      const place = before ? before.nextElementSibling : body().firstElementChild;
      if (place !== mine) {
        const focused = mine.contains(document.activeElement) ? document.activeElement : null;
        body().insertBefore(mine, place);
        focused?.focus({ preventScroll: true });
      }
      before = mine;
    }
    return came;
  }

  const SOON = 1000;
  let busy = false, again = false, counted = 0, wait = SOON;
  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const shown = Math.min(MOST, Math.max(50, body()?.rows.length ?? 0));
      const fresh = find("#rows", await part(with_(list().dataset.rows, "limit", shown)));
      const table = find("#leads", fresh);
      wait = SOON;
      if (!body() || !table) {
        list().replaceWith(document.importNode(fresh, true));
        if (table) { say("Something came in."); }
      } else {
        const came = reconcile(fresh, !find("#older", fresh));
        list().dataset.told = fresh.dataset.told;
        if (came > 0) { say(came === 1 ? "One more came in." : `${came} more came in.`); }
      }
      counted = counted || setTimeout(() => { counted = 0; htmx.trigger("#tabs", "refresh"); }, 2000);
    } catch (error) {
      say("The list could not be brought up to date. It is tried again.");
      setTimeout(refresh, wait);
      wait = Math.min(wait * 2, 60000);
    }
    setTimeout(() => { busy = false; if (again) { again = false; refresh(); } }, 300);
  }
  document.addEventListener("live", (event) => {
    if (event.target.id === "list" && event.detail.news !== list().dataset.told) {
      list().dataset.told = event.detail.news;
      refresh();
      follow();
    }
  });

  /* The open drawer follows too, unless somebody is writing in it. */
  const clean = (form) => [...form.elements].every((field) =>
    field.matches("select") ? [...field.options].every((option) => option.selected === option.defaultSelected) : field.defaultValue === undefined || field.type === "hidden" || field.value === field.defaultValue);
  async function follow() {
    const open = drawer().open ? find("article.lead", drawer()) : null;
    const writing = () => all("form.change", open).some((form) => form.contains(document.activeElement) || !clean(form));
    if (!open || writing()) { return; }
    try {
      const fresh = find("article.lead", await part(`/app/leads/${open.dataset.lead}`));
      if (fresh && fresh.dataset.state !== open.dataset.state && open.isConnected && !writing()) {
        const told = find(".notice[role=status]", open);
        const focus = open.contains(document.activeElement);
        const mine = document.importNode(fresh, true);
        open.replaceWith(mine);
        htmx.process(mine);
        if (told) { find(".row", mine).after(told); }
        if (focus) { find("[data-close]", mine)?.focus(); }
      }
    } catch (error) { /* The next news tells it. */ }
  }

  /* Older rows are put below. */
  async function older(link) {
    link.setAttribute("aria-busy", "true");
    try {
      const fresh = find("#rows", await part(with_(link.getAttribute("href"), "part", "rows")));
      const known = new Set(all("tr[data-lead]", body()).map((row) => row.dataset.lead));
      const rows = all("tr[data-lead]", fresh).filter((row) => !known.has(row.dataset.lead)).map((row) => document.importNode(row, true));
      const focused = document.activeElement === link;
      body().append(...rows);
      link.parentElement.replaceWith(document.importNode(find("p.more", fresh), true));
      if (focused && rows[0]) { go(rows[0]); }
      say(`${rows.length} older rows.`);
      return rows[0];
    } catch (error) {
      location.assign(link.href);
    }
  }

  /* The drawer has an address: it can be linked to, and "back" closes it. */
  let home = null, opener = null, key = null;
  function open(address, then) {
    if (!drawer().open) { opener = document.activeElement.closest?.("tr[data-lead]")?.dataset.lead ?? null; }
    key = then ?? null;
    htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML" }).then(() => {
      if (!drawer().open) { return; }
      if (home === null) {
        home = location.pathname + location.search;
        history.pushState({ drawer: address }, "", address);
      } else if (location.pathname !== address) {
        history.replaceState({ drawer: address }, "", address);
      }
      if (key) { use(key); } else { drawer().scrollTop = 0; }
    });
  }
  document.addEventListener("close", (event) => {
    if (event.target.id !== "drawer") { return; }
    if (home !== null) {
      const back = home;
      home = null;
      if (location.pathname + location.search !== back) { history.pushState(null, "", back); }
    }
    const row = opener && find(`tr[data-lead="${CSS.escape(opener)}"]`);
    if (row) { setTimeout(() => go(row), 0); }
  }, true);
  window.addEventListener("popstate", (event) => {
    if (event.state?.drawer) {
      if (list()) { open(event.state.drawer); }
    } else if (drawer().open) {
      home = null;
      drawer().close();
    }
  });

  /* Selection. */
  const picked = () => all('#leads input[name="lead"]:checked');
  function count() {
    const bulk = find("#bulk");
    if (!bulk) { return; }
    const many = picked().length;
    bulk.classList.toggle("idle", many === 0);
    find("#picked").textContent = many === 1 ? "1 row selected" : `${many} rows selected`;
    all("#leads tr[data-lead]").forEach((row) => row.classList.toggle("picked", !!find('input[name="lead"]:checked', row)));
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "bulk-told" && find("[data-done]", event.target)) {
      picked().forEach((box) => { box.checked = false; });
      count();
    }
  });

  /* Keys act on the row that has the focus. */
  let last = null;
  const rows = () => all("#leads tr[data-lead]");
  const row = () => document.activeElement?.closest?.("#leads tr[data-lead]") ?? (last && find(`tr[data-lead="${CSS.escape(last)}"]`));
  function go(to) {
    const link = find("[data-open]", to);
    link.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }
  async function step(by) {
    const here = rows().indexOf(row());
    const to = rows()[here < 0 ? 0 : here + by];
    if (to) { go(to); } else if (by > 0 && find("#older")) { const first = await older(find("#older")); if (first) { go(first); } }
  }
  function use(name) {
    const field = find(`[data-key="${CSS.escape(name)}"]`, drawer().open ? drawer() : document);
    if (!field) { return false; }
    field.focus();
    field.scrollIntoView({ block: "center" });
    field.select?.();
    return true;
  }
  const on = () => localStorage.getItem("patchbay.keys") !== "off";
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (at.matches?.("select[data-key]") && event.key === "Enter") { event.preventDefault(); at.form.requestSubmit(); return; }
    const typing = at.matches?.("textarea, select, [contenteditable], input:not([type=checkbox])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !on() || find("#keys")?.open) { return; }
    let taken = true;
    if (["s", "q", "v", "!"].includes(event.key)) {
      const open_ = drawer().open || !list();
      if (open_) { taken = use(event.key); } else if (row()) { open(find("[data-open]", row()).getAttribute("href"), event.key); }
    } else if (drawer().open || !list()) {
      taken = false;
    } else if (event.key === "j") { step(1);
    } else if (event.key === "k") { step(-1);
    } else if (event.key === "x") {
      const box = row() && find("input[type=checkbox]", row());
      if (box) { box.checked = !box.checked; count(); }
    } else if (event.key === "/") { find("#q")?.focus();
    } else if (event.key === "?") { find("#keys").showModal();
    } else { taken = false; }
    if (taken) { event.preventDefault(); }
  });
  document.addEventListener("focusin", (event) => { last = event.target.closest?.("#leads tr[data-lead]")?.dataset.lead ?? last; });

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest("a[data-open]");
    if (link && plain && list()) { event.preventDefault(); open(link.getAttribute("href")); }
    const more = event.target.closest("#older");
    if (more && plain && body()) { event.preventDefault(); older(more); }
    if (event.target.closest("[data-keys]")) { find("#keys").showModal(); }
    if (event.target.closest("[data-unpick]")) { picked().forEach((box) => { box.checked = false; }); count(); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches('input[name="lead"]')) { count(); }
    if (event.target.id === "keys-on") { localStorage.setItem("patchbay.keys", event.target.checked ? "on" : "off"); }
  });
  /* Addresses stay short: fields that say nothing are not sent; columns are one list. */
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-narrow]")) {
      const empty = [...event.target.elements].filter((field) => field.name && field.value === "");
      empty.forEach((field) => { field.disabled = true; });
      setTimeout(() => empty.forEach((field) => { field.disabled = false; }), 0);
    }
    if (event.target.matches("[data-columns]")) {
      const boxes = all("input[name=columns]:checked", event.target);
      if (boxes.length > 0) {
        const words = boxes.map((box) => box.value).join(",");
        all("input[name=columns]", event.target).forEach((box) => { box.disabled = true; });
        event.target.append(Object.assign(document.createElement("input"), { type: "hidden", name: "columns", value: words }));
      }
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    all("[data-keys], [data-unpick]").forEach((button) => { button.hidden = false; });
    if (find("#keys-on")) { find("#keys-on").checked = on(); }
    count();
  });
})();
