"use strict";
/* The report: filters, table, evidence, plots. */
(async function (md) {
  const $ = (id) => document.getElementById(id);
  const data = await md.unpack("data-table");
  const rows = data.rows.map((values) => Object.fromEntries(data.fields.map((name, at) => [name, values[at]])));
  const documents = data.documents;
  const texts = new Map();
  const haystacks = new Map();
  const state = { find: "", role: "", status: "", basis: "", lender: "", partner: "", doubt: 1 };

  // table

  const nameOf = (row) => documents[row.document].title || documents[row.document].name;
  const columns = [
    { key: "lender", title: "Lender", width: "16%", show: (row) => row.lender, cell: "discloser", lang: "zh-Hans" },
    { key: "partner", title: "Partner", width: "20.5%", show: (row) => row.partner, cell: "partner", lang: "zh-Hans" },
    { key: "role", title: "Role", width: "17%", show: (row) => row.role, cell: "role" },
    { key: "status", title: "Status", width: "6.5%", show: (row) => row.status, cell: "status" },
    { key: "date", title: "Date", width: "8%", show: (row) => row.date, cell: "date" },
    { key: "policy", title: "Policy", width: "10%", show: (row) => row.policy, cell: "policy", lang: "zh-Hans" },
    { key: "basis", title: "Basis", width: "6%", show: (row) => row.basis },
    { key: "confidence", title: "Conf.", width: "5.5%", value: (row) => row.confidence, show: (row) => (row.confidence === null ? "" : row.confidence.toFixed(2)), dress: (span, row) => span.classList.add(md.level(row.confidence) || "none") },
    { key: "document", title: "Document", width: "11.5%", show: nameOf, lang: "zh-Hans" },
  ];
  const grid = new md.Grid($("grid"), columns, (row, cell) => openRow(row, cell));

  function haystack(row) {
    if (!haystacks.has(row)) {
      const about = documents[row.document];
      const told = [row.lender, row.partner, row.role, row.status, row.basis, row.date, row.policy, row.evidence];
      haystacks.set(row, told.concat([about.title, about.name, about.uri, about.publisher, about.published]).join("\n").toLowerCase());
    }
    return haystacks.get(row);
  }

  function kept(row) {
    if (state.find && !state.find.split(/\s+/).every((word) => haystack(row).includes(word))) return false;
    if (state.role && row.role !== state.role && !row.role.startsWith(state.role + ".")) return false;
    for (const name of ["status", "basis"]) if (state[name] && row[name] !== state[name]) return false;
    if (state.lender && !row.lender.includes(state.lender)) return false;
    if (state.partner && row.partner !== state.partner) return false;
    return state.doubt >= 1 || (row.confidence !== null && row.confidence <= state.doubt);
  }

  function filter() {
    const found = rows.filter(kept);
    grid.show(found);
    $("count").textContent = `${found.length} of ${rows.length} rows` + (state.partner ? `, partner ${state.partner}` : "") + (found.length ? "" : ": nothing matches; Clear shows all");
  }

  function fill(name, valuesOf) {
    const select = document.querySelector(`select[data-filter="${name}"]`);
    for (const value of Array.from(new Set(rows.flatMap(valuesOf))).sort()) select.append(md.make("option", value, { value }));
  }
  fill("status", (row) => [row.status]);
  fill("basis", (row) => [row.basis]);
  fill("role", (row) => [row.role, row.role.split(".")[0]]);
  for (const name of Array.from(new Set(rows.map((row) => row.lender))).sort()) $("lenders").append(md.make("option", null, { value: name }));

  let waiting = 0;
  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  }
  $("find").addEventListener("input", () => { state.find = $("find").value.trim().toLowerCase(); later(); });
  for (const field of document.querySelectorAll("[data-filter]")) {
    field.addEventListener("input", () => { state[field.dataset.filter] = field.value.trim(); later(); });
  }
  $("doubt").addEventListener("input", () => {
    state.doubt = Number($("doubt").value);
    document.querySelector("output[for=doubt]").textContent = state.doubt.toFixed(2);
    later();
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => {  // at once: what is typed next counts
    clearTimeout(waiting);
    Object.assign(state, { find: "", role: "", status: "", basis: "", lender: "", partner: "", doubt: 1 });
    document.querySelector("output[for=doubt]").textContent = "1.00";
    filter();
  });

  // evidence

  async function textOf(at) {
    if (!texts.has(at)) texts.set(at, await md.unpack("data-" + at));
    return texts.get(at);
  }

  function aboutOf(at) {
    const about = documents[at];
    const told = [about.publisher, about.published, about.genre].filter(Boolean).join(" · ");
    const head = md.make("div");
    head.append(md.make("h3", about.title || about.name, { lang: "zh-Hans" }), md.make("p", told, { class: "about" }));
    head.append(md.make("p", about.uri, { class: "about" }), md.make("p", "SHA-256 " + (about.sha256 || "unknown"), { class: "about hash" }));
    return head;
  }

  let asked = 0;
  async function openRow(row, chosen) {
    const mine = ++asked;
    const paper = await textOf(row.document);
    if (mine !== asked) return;
    const choose = (cell) => openRow(row, cell);
    const told = `${row.lender} — ${row.partner}`;
    const confidence = row.confidence === null ? "" : `confidence ${row.confidence.toFixed(2)} · `;
    const where = `${confidence}letters ${row.start} to ${row.end}` + (row.page ? ` · page ${row.page}` : "");
    seen();
    $("evidence").replaceChildren(aboutOf(row.document), md.make("p", where, { class: "about", "aria-label": told }), md.chips(row, chosen, choose), viewOf(paper, md.marksOf(row, chosen), row.page));
    toMark();
  }

  /** Where the evidence stands below the table, not beside it, it is brought into sight. */
  function seen() {
    const panel = $("evidence").getBoundingClientRect();
    if (panel.top > window.innerHeight * 0.7) $("evidence").scrollIntoView({ block: "nearest" });
  }

  async function openPlace(at, start, end) {
    const mine = ++asked;
    const paper = await textOf(at);
    if (mine !== asked) return;
    const marks = start === null || start === undefined ? [] : [{ start, end, kind: "now" }];
    $("evidence").replaceChildren(aboutOf(at), viewOf(paper, marks, null));
    $("evidence").scrollIntoView({ block: "nearest" });
    toMark();
  }

  function viewOf(paper, marks, page) {
    const text = md.showText(paper.text, marks);
    if (!paper.pages.length) {
      return page ? joined(md.make("p", "The page is not in this report.", { class: "note" }), text) : text;
    }
    const sheets = md.make("div", null, { class: md.near ? "sheets near" : "sheets" });
    for (const one of paper.pages) sheets.append(md.showPage(one, md.boxesOn(paper, marks, one.page)));
    const bar = md.make("div", null, { class: "tabs", role: "tablist", "aria-label": "Views" });
    const views = { Page: sheets, Text: text };
    const buttons = Object.keys(views).map((name) => md.make("button", name, { type: "button", role: "tab" }));
    const zoom = md.make("button", "Zoom", { type: "button", "aria-pressed": String(Boolean(md.near)) });
    zoom.addEventListener("click", () => {
      md.near = sheets.classList.toggle("near");
      zoom.setAttribute("aria-pressed", String(md.near));
      toMark();
    });
    function pick(name) {
      for (const button of buttons) button.setAttribute("aria-selected", String(button.textContent === name));
      for (const key in views) views[key].hidden = key !== name;
      zoom.hidden = name !== "Page";
      md.view = name;
      toMark();
    }
    for (const button of buttons) {
      button.addEventListener("click", () => pick(button.textContent));
      bar.append(button);
    }
    const whole = joined(bar, zoom, sheets, text);
    pick(md.view || "Page");
    return whole;
  }

  function joined(...parts) {
    const whole = md.make("div");
    whole.append(...parts);
    return whole;
  }

  function toMark() {
    const panel = $("evidence");
    const shown = (mark) => mark.offsetParent !== null;
    const mark = Array.from(panel.querySelectorAll(".now")).find(shown) || Array.from(panel.querySelectorAll("mark, .sheet i")).find(shown);
    const sheet = mark && mark.closest(".sheets");
    if (sheet) sheet.scrollLeft = mark.offsetLeft - sheet.clientWidth / 3;
    if (mark) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  }

  // other tables

  const place = (name) => document.querySelector(`[data-table="${name}"]`);
  const paper = (row) => md.linkTo(documents[row.document].title || documents[row.document].name, () => openPlace(row.document, row.start, row.end));
  const verdict = (row) => md.make("span", row.agrees === null ? "not compared" : row.agrees ? "agrees" : "disagrees", { class: "pill " + (row.agrees ? "good" : row.agrees === null ? "" : "bad") });
  const disagreeFirst = (one, other) => Number(one.agrees !== false) - Number(other.agrees !== false);
  md.showTable(place("counts"), "What documents say of the number of partners, and what was found; disagreements first.", [
    ["Lender", (row) => row.lender], ["Role", (row) => row.role], ["Stated", (row) => row.count, "num"], ["Found", (row) => row.found, "num"],
    ["Verdict", verdict], ["Remark", (row) => row.remark], ["Date", (row) => row.date, "day"], ["Document", paper],
  ], data.counts.slice().sort(disagreeFirst), "No document states a number of partners.");
  const most = Math.max(1, ...data.roles.map((row) => row.rows));
  const bar = (row) => { const made = md.make("span", null, { class: "bar" }); made.style.width = (140 * row.rows) / most + "px"; return made; };
  md.showTable(place("roles"), "Rows by role.", [
    ["Role", (row) => row.role], ["Rows", (row) => row.rows, "num"], ["", bar], ["Lenders", (row) => row.lenders, "num"], ["Partners", (row) => row.partners, "num"],
    ...["listed", "added", "removed", "denied"].map((name) => [name, (row) => row[name] || 0, "num"]),
  ], data.roles, "No rows.");
  const names = (kind) => (row) => row[kind].join("、");
  md.showTable(place("changes"), "Lists in the order of their days. Changes are those since the full list before, or those that an update states.", [
    ["Day", (row) => row.day], ["Lender", (row) => row.lender], ["Kind", (row) => row.kind], ["Complete", (row) => row.completeness], ["Rows", (row) => row.rows, "num"],
    ["Added", names("added")], ["Removed", names("removed")], ["Role changed", names("role_changed")], ["Renamed", names("renamed")], ["Document", paper],
  ], data.changes, "No document publishes a list.");
  md.showTable(place("issues"), "What could not be read, resolved or trusted.", [
    ["Level", (row) => row.level], ["Code", (row) => row.code], ["Message", (row) => row.message], ["Document", paper],
  ], data.issues, "No issues.");
  md.showTable(place("quarantine"), "Inputs that were set aside.", [
    ["Input", (row) => row.uri], ["Code", (row) => row.code], ["Message", (row) => row.message], ["What to do", (row) => row.hint],
  ], data.quarantine, "Nothing was set aside.");

  // plots, theme, keys

  const drawn = await md.unpack("data-plots");
  const plots = [];
  for (const name of ["timeline", "network"]) {
    const spot = document.querySelector(`[data-plot="${name}"]`);
    if (!drawn[name].doc) { spot.replaceWith(md.make("p", "Nothing to draw.", { class: "note" })); continue; }
    const left = drawn[name + "_left_out"];
    if (left > 0) spot.before(md.make("p", `${left} names with fewer ${name === "network" ? "lines" : "events"} are left out of the plot.`, { class: "note" }));
    plots.push(new md.Plot(spot, drawn[name], choose));
  }
  function choose(kind, name) {
    Object.assign(state, { lender: "", partner: "" }, { [kind]: name });
    document.querySelector('[data-filter="lender"]').value = state.lender;
    filter();
    $("rows").scrollIntoView();
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  function theme(name) {
    document.documentElement.dataset.theme = name;
    for (const plot of plots) plot.draw();
  }
  dark.addEventListener("change", () => theme(dark.matches ? "dark" : "light"));
  $("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  theme(dark.matches ? "dark" : "light");

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      $("find").focus();
      event.preventDefault();
    }
  });
  filter();
  document.documentElement.dataset.ready = "yes";
})(window.mingdan);
