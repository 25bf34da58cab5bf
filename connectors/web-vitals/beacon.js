/* Patchbay beacon: page speed, visits, forms sent; no personal data. */
(function (w, d, n, p) {
  'use strict';
  var tag = d.currentScript, now = Date.now();
  if (!tag || w.patchbay) return;
  var agreed = tag.getAttribute('data-consent') !== 'required' || w.patchbayConsent === true;
  var url = location.origin + location.pathname;
  var names = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content',
    'gclid', 'gbraid', 'wbraid', 'fbclid', 'msclkid'];
  var m = {}, hidden = d.visibilityState === 'hidden', sent, visit, visitor;
  var asked, seen, shift = 0, first = 0, last = 0, slow = [], watching = [], counted = new WeakSet(), emptied = new WeakSet(), due = [];

  function id() {
    var b = crypto.getRandomValues(new Uint8Array(16)), s = '';
    for (var i = 0; i < 16; i++) s += (b[i] + 256).toString(16).slice(1);
    return s;
  }
  function cookie(name) {
    var c = d.cookie.match('(?:^|; )' + name + '=([^;]*)');
    return c ? c[1] : undefined;
  }
  function kept(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else if (value) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch (e) { return null; }
  }
  function send(body) {
    body.beacon = id();
    body = JSON.stringify(body);
    if (!n.sendBeacon || !n.sendBeacon(tag.src, body))
      fetch(tag.src, {method: 'POST', body: body, keepalive: true, mode: 'no-cors'});
  }
  function device() {
    var a = n.userAgent;
    if (/iPad|Tablet|Android(?!.*Mobi)/.test(a) || /Mac/.test(n.platform) && n.maxTouchPoints > 1)
      return 'tablet';
    return /Mobi|iPhone/.test(a) ? 'mobile' : 'desktop';
  }
  function page() {
    return {url: url, device: device(), connection: (n.connection || {}).effectiveType};
  }
  function arrival() {
    var q = new URLSearchParams(location.search), a = {landing_page: url}, r = d.referrer.split(/[?#]/)[0];
    names.forEach(function (k) { if (q.get(k)) { a[k] = q.get(k).slice(0, 500); a.paid = 1; } });
    if (r && r.indexOf(location.origin + '/') !== 0) a.referrer = r;
    return a;
  }
  /* A visit ends after 30 minutes, or when another campaign brings the person back. */
  function start() {
    var old, came = arrival();
    visit = came;
    if (!agreed) return;
    try { old = JSON.parse(kept('_pb_visit')); } catch (e) { old = null; }
    visitor = cookie('_pb_id') || kept('_pb_id') || id();
    kept('_pb_id', visitor);
    d.cookie = '_pb_id=' + visitor + '; path=/; max-age=31536000; samesite=lax' +
      (location.protocol === 'https:' ? '; secure' : '');
    var same = old && now - old.at < 18e5 && (!came.paid || names.every(function (k) {
      return came[k] === old.by[k];
    }));
    visit = same ? old.by : came;
    kept('_pb_visit', JSON.stringify({at: now, by: visit}));
    if (!same) send({visit: told(), page: page()});
  }
  function told() {
    var t = {visitor_id: visitor};
    for (var k in visit) if (k !== 'paid') t[k] = visit[k];
    if (agreed) { t.fbc = cookie('_fbc'); t.fbp = cookie('_fbp'); }
    return t;
  }
  function fill() {
    var t = told();
    d.querySelectorAll('form input[type=hidden]').forEach(function (f) {
      var k = f.name.replace(/^.*\[([^\[\]]+)\]$/, '$1').toLowerCase();
      if (!f.value && t[k]) f.value = t[k];
    });
  }
  function shown(f) { return f.type !== 'hidden' && !f.disabled && f.getClientRects().length; }
  /* No: searches, sign-ins, a newsletter's lone address. 2: a look-up, unless a script takes it over. */
  function lead(f) {
    var mark = f.closest('[data-patchbay-lead]'), all = [].filter.call(f.elements, shown);
    if (mark) return all.length && mark.getAttribute('data-patchbay-lead') !== 'no';
    if (f.closest('[role=search],search') || all.some(function (i) { return i.type === 'password'; })) return 0;
    var asked = all.filter(function (i) {
      return /^(textarea|text|email|tel|url)$/.test(i.type) && i.tabIndex >= 0 && !i.closest('[aria-hidden=true]');
    }), one = asked[0];
    if (asked.length !== 1 || one.type === 'email') return asked.length > 1;
    return one.type !== 'text' || /^post$/i.test(f.getAttribute('method')) ||
      (/^(q|s|query|search|keywords?|term)$/i.test(one.name) || /search/i.test(f.getAttribute('action')) ? 0 : 2);
  }
  /* What validation stopped was not sent; what is sent again before it was emptied counts once. */
  function submitted(e) {
    var f = e.target, kind = f.elements && !f.matches(':invalid') && lead(f);
    emptied.delete(f);
    fill();
    function tell() {
      var stopped = e.defaultPrevented;
      due = due.filter(function (other) { return other !== tell; });
      if (!agreed || counted.has(f) || (stopped ? f.querySelector('[aria-invalid=true]') : kind === 2 || !e.isTrusted))
        return;
      if (!emptied.has(f)) counted.add(f);
      send({submitted: told(), form: f.getAttribute('id') || f.getAttribute('name') || undefined, page: page()});
    }
    if (kind) { due.push(tell); setTimeout(tell); }
  }
  function usable(early) {
    asked = 0;
    if (m.form !== undefined || hidden || d.readyState === 'loading') return;
    var f = d.querySelectorAll('form input, form textarea, form select');
    for (var i = 0; i < f.length; i++)
      if (shown(f[i])) {
        m.form = early === true && nav().domContentLoadedEventEnd || p.now();
        seen.disconnect();
        fill();
        return;
      }
  }
  function nav() { return p.getEntriesByType('navigation')[0] || {}; }
  function watch(type, options, each) {
    try {
      var o = new PerformanceObserver(function (l) { l.getEntries().forEach(each); });
      options.type = type;
      options.buffered = true;
      o.observe(options);
      watching.push(function () { o.takeRecords().forEach(each); });
    } catch (e) { /* not known to this browser */ }
  }
  function interaction(e) {
    if (e.entryType !== 'first-input' && !e.interactionId) return;
    var s = slow.filter(function (x) { return x.id === e.interactionId; })[0];
    if (s) s.ms = Math.max(s.ms, e.duration);
    else slow.push({id: e.interactionId, ms: e.duration});
    slow.sort(function (a, b) { return b.ms - a.ms; }).splice(10);
  }
  function finish() {
    if (sent) return;
    sent = true;
    watching.forEach(function (take) { take(); });
    var from = nav().activationStart || 0;
    if (nav().responseStart > 0) m.ttfb = nav().responseStart;
    if (m.form < m.fcp) m.form = m.fcp;
    ['ttfb', 'fcp', 'lcp', 'form'].forEach(function (k) { if (k in m) m[k] = Math.max(0, m[k] - from); });
    if (slow.length)
      m.inp = slow[Math.min(slow.length - 1, Math.floor((p.interactionCount || 0) / 50))].ms;
    var b = page();
    for (var k in m) b[k] = k === 'cls' ? Math.round(m[k] * 1e4) / 1e4 : Math.round(m[k] * 10) / 10;
    send({page: b, measured: true, visitor_id: visitor});
  }

  watch('paint', {}, function (e) {
    if (e.name === 'first-contentful-paint' && !hidden) m.fcp = e.startTime;
  });
  watch('largest-contentful-paint', {}, function (e) { if (!hidden) m.lcp = e.startTime; });
  watch('layout-shift', {}, function (e) {
    if (e.hadRecentInput) return;
    if (!shift || e.startTime - last > 1e3 || e.startTime - first > 5e3) { shift = 0; first = e.startTime; }
    last = e.startTime;
    shift += e.value;
    m.cls = Math.max(m.cls || 0, shift);
  });
  if (w.LayoutShift) m.cls = 0;
  watch('event', {durationThreshold: 40}, interaction);
  watch('first-input', {}, interaction);

  w.patchbay = {consent: function (given) {
    if (given === agreed) return;
    agreed = given;
    if (given) { start(); fill(); return; }
    kept('_pb_id', null);
    kept('_pb_visit', null);
    d.cookie = '_pb_id=; path=/; max-age=0';
    visitor = undefined;
  }};
  start();
  seen = new MutationObserver(function () { asked = asked || requestAnimationFrame(usable); });
  seen.observe(d, {childList: true, subtree: true, attributes: true});
  d.addEventListener('DOMContentLoaded', function () { usable(); fill(); });
  d.addEventListener('focusin', fill);
  w.addEventListener('submit', submitted, true);
  w.addEventListener('reset', function (e) { counted.delete(e.target); emptied.add(e.target); }, true);
  d.addEventListener('visibilitychange', function () {
    if (d.visibilityState === 'hidden') { finish(); hidden = true; }
  });
  w.addEventListener('pagehide', function () {
    due.forEach(function (tell) { tell(); });
    finish();
  });
  usable(true);
  fill();
})(window, document, navigator, performance);
