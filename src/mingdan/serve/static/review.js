"use strict";
/* A document beside its rows: look, decide, correct, add, undo. */
(async function (md) {
  const $ = (id) => document.getElementById(id);
  const id = $("desk").dataset.id;
  const REASONS = { accept: "as the text says", reject: "not what the text says", dispute: "open to doubt" };
  const sizes = new Map();
  let paper = null, view = null, chosen = null, hovered = null, draft = null;

  async function load() {
    const at = document.activeElement && document.activeElement.getAttribute("aria-label");
    paper = await md.get("/api/documents/" + id);
    view = view || (paper.pages.length ? "Page" : "Text");
    for (const page of paper.pages) if (!sizes.has(page)) sizes.set(page, await pictureOf(page));
    show();
    const again = at && Array.from(document.querySelectorAll("#desk button")).find((one) => one.getAttribute("aria-label") === at);
    if (again) again.focus({ preventScroll: true });
  }

  async function pictureOf(page) {
    const response = await fetch(`/api/documents/${id}/pages/${page}`);
    if (!response.ok) return null;
    const size = (name) => Number(response.headers.get(name));
    return { page, width: size("X-Page-Width"), height: size("X-Page-Height"), picture: URL.createObjectURL(await response.blob()) };
  }

  // the text and the pages

  function marks() {
    const row = draft || hovered || chosen;
    const found = paper.rows.map((one) => ({ start: one.start, end: one.end, kind: one.verdict === "reject" ? "rejected" : "known" }));
    return row && row.start >= 0 ? found.concat(md.marksOf(row, "partner")) : found;
  }

  function showText() {
    const shown = md.showText(paper.text, marks());
    shown.id = "paper";
    const place = $("views"), at = place.scrollTop;
    const sheets = pages();
    const parts = [];
    if (sheets) parts.push(tabs());
    parts.push(sheets && view === "Page" ? sheets : shown);
    place.replaceChildren(...parts);
    place.scrollTop = at;
  }

  function pages() {
    const known = Array.from(sizes.values()).filter(Boolean);
    if (!known.length) return null;
    const row = hovered || chosen;
    const sheets = md.make("div", null, { class: "sheets" }), letters = Array.from(paper.text);
    for (const page of known) {
      const boxes = [];
      const spots = row ? [[row.start, row.end, false], ...(row.cells.partner || []).map(([a, b]) => [a, b, true])] : [];
      for (const [start, end, now] of spots) {
        for (const box of md.boxesOf(paper.boxes, start, end, letters)) if (box.page === page.page) boxes.push({ ...box, now });
      }
      sheets.append(md.showPage(page, boxes));
    }
    return sheets;
  }

  function tabs() {
    const bar = md.make("div", null, { class: "tabs", role: "tablist", "aria-label": "Views" });
    for (const name of ["Page", "Text"]) {
      const button = md.make("button", name, { type: "button", role: "tab", "aria-selected": String(name === view) });
      button.addEventListener("click", () => { view = name; showText(); toMark(); });
      bar.append(button);
    }
    return bar;
  }

  function toMark() {
    const place = $("views");
    const mark = place.querySelector(".now") || place.querySelector("mark.evidence");
    if (mark) place.scrollTop += mark.getBoundingClientRect().top - place.getBoundingClientRect().top - place.clientHeight / 3;
  }

  // rows


  function showRows() {
    const table = md.make("table", null, { class: "rows" }), head = md.make("tr"), body = md.make("tbody");
    for (const title of ["Row", "Lender", "Partner", "Role, status, date", "Conf.", "Decide"]) head.append(md.make("th", title, { scope: "col" }));
    const top = md.make("thead");
    top.append(head);
    paper.rows.forEach((row, at) => body.append(lineOf(row, at)));
    table.append(md.make("caption", `${paper.rows.length} rows`, { class: "note" }), top, body);
    $("rows").replaceChildren(table);
  }

  function lineOf(row, at) {
    const line = md.make("tr", null, { tabindex: "0", "data-row": row.id, class: [row.verdict || "", chosen && chosen.id === row.id ? "chosen" : ""].join(" ").trim() });
    line.append(md.make("td", at + 1), md.make("td", row.lender, { lang: "zh-Hans" }), md.make("td", row.partner, { lang: "zh-Hans" }));
    const facts = md.make("td", row.role);
    facts.append(md.make("div", [row.status, row.date, row.basis === "report" ? "report" : ""].filter(Boolean).join(" · "), { class: "note" }));
    const sure = md.make("td", row.confidence === null ? "" : row.confidence.toFixed(2), { class: "num " + md.level(row.confidence) });
    if (row.verdict) sure.append(md.make("div", row.decision ? "by hand" : row.verdict, { class: "verdict" }));
    line.append(facts, sure);
    const acts = md.make("td", null, { class: "acts" });
    const corrected = row.verdict === "reject" && paper.rows.some((one) => one.decision && one.start < row.end && row.start < one.end);
    for (const verdict of ["accept", "reject", "dispute"]) {
      if (!row.decision && !corrected) acts.append(act(verdict, `${verdict} row ${at + 1}`, () => decide(row, verdict)));
    }
    if (!corrected) acts.append(act("correct", `correct row ${at + 1}`, () => correct(row)));
    line.append(acts);
    line.addEventListener("mouseenter", () => hover(row));
    line.addEventListener("mouseleave", () => hover(null));
    line.addEventListener("focus", () => hover(row));
    line.addEventListener("click", (event) => { if (!event.target.closest("button")) choose(row); });
    line.addEventListener("keydown", (event) => { if (event.target === line && event.key === "Enter") choose(row); });
    return line;
  }

  function act(name, told, action) {
    const button = md.make("button", name, { type: "button", "aria-label": told });
    button.addEventListener("click", () => md.trying(action));
    return button;
  }

  function hover(row) {
    if (hovered === row || draft) return;
    hovered = row;
    showText();
    if (row) toMark();
  }

  function choose(row) {
    chosen = chosen && chosen.id === row.id ? null : row;
    for (const line of $("rows").querySelectorAll("tr[data-row]")) line.classList.toggle("chosen", Boolean(chosen) && line.dataset.row === String(row.id));
    showText();
    toMark();
  }

  // decisions

  async function decide(row, verdict) {
    await md.post("/api/decide", { row: row.id, document: paper.name, verdict, reason: $("reason").value.trim() || REASONS[verdict], who: md.who() });
    md.tell(`${verdict}: ${row.partner}`);
    await load();
  }

  const form = new md.RowForm($("form"), () => $("paper"), save, (value) => {
    draft = value;
    if (paper) { showText(); }
  });
  let target = null;

  function names() {
    return Array.from(new Set(paper.rows.flatMap((row) => [row.lender, row.partner])));
  }

  function correct(row) {
    md.who();
    target = row;
    view = "Text";
    showText();
    form.open(`Correct row: ${row.partner}`, row, names());
    toMark();
  }

  function add() {
    md.who();
    target = null;
    view = "Text";
    showText();
    const first = paper.rows[0] || {};
    form.open("Add a row", { lender: first.lender, role: first.role || "unspecified", status: "listed", basis: first.basis || "list", date: first.date, policy: first.policy, cells: { discloser: (first.cells || {}).discloser || [] } }, names());
  }

  function save(value, reason) {
    md.trying(async () => {
      await md.post("/api/correct", { row: target ? target.id : null, document: paper.name, value, reason, who: md.who() });
      form.close();
      md.tell(target ? "Corrected." : "Added.");
      await load();
    });
  }

  function showDecisions() {
    const list = md.make("ul", null, { class: "past" });
    for (const one of paper.decisions) {
      const item = md.make("li", `${one.verdict}${one.other ? ": " + one.other : ""} — ${one.reason} (${one.who}, ${one.time.slice(0, 16).replace("T", " ")})`);
      if (one.undone_time) item.append(md.make("span", ` undone by ${one.undone_by}`, { class: "note" }));
      else item.append(" ", act("undo", `undo ${one.verdict} ${one.id}`, () => undo(one)));
      list.append(item);
    }
    $("decisions").replaceChildren(paper.decisions.length ? list : md.make("p", "None yet.", { class: "note" }));
  }

  async function undo(one) {
    await md.post("/api/undo", { decision: one.id, document: paper.name, who: md.who() });
    md.tell("Undone.");
    await load();
  }

  function show() {
    showText();
    showRows();
    showDecisions();
    const told = paper.counts.map((one) => `${one.lender} states ${one.count} (${one.role}), ${one.found} found: ${one.agrees ? "agrees" : "disagrees"}`);
    $("counts").textContent = told.join(" · ");
    $("counts").className = paper.counts.some((one) => one.agrees === false) ? "note bad" : "note";
    $("done").disabled = paper.done;
    $("state").textContent = paper.done ? "This document is done, and is gold." : "";
    document.documentElement.dataset.ready = "yes";
  }

  $("add").addEventListener("click", () => md.trying(add));
  $("done").addEventListener("click", () => md.trying(async () => {
    md.tell("Writing the gold …");
    await md.post("/api/done", { document: paper.name, reason: "looked through", who: md.who() });
    md.tell("Done; it is gold now.");
    await load();
  }));
  await md.trying(load);
})(window.mingdan);
