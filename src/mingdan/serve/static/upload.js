"use strict";
/* A file is dragged in, read, and shown; then it may go into the registry. */
(async function (md) {
  const $ = (id) => document.getElementById(id);
  const drop = $("drop"), result = $("result");

  function take(file) {
    if (!file) return;
    md.trying(async () => {
      if (file.size > Number(drop.dataset.most)) throw new Error("The file is too large; extract it on the command line.");
      $("progress").textContent = `Reading ${file.name} …`;
      try {
        const found = await md.send("/api/uploads?name=" + encodeURIComponent(file.name), file);
        location.assign(found.to);
      } finally {
        $("progress").textContent = "";
      }
    });
  }

  $("file").addEventListener("change", () => take($("file").files[0]));
  for (const name of ["dragenter", "dragover"]) {
    window.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  window.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files[0]);
  });

  const digest = result.dataset.digest;
  if (!digest) return;
  const data = await md.trying(() => md.get("/api/uploads/" + digest));
  if (!data) return;
  const rows = data.rows.map((values) => Object.fromEntries(data.fields.map((name, at) => [name, values[at]])));

  const keep = md.make("button", "Take into the registry", { type: "button", id: "keep" });
  keep.addEventListener("click", () => md.trying(async () => {
    const found = await md.post(`/api/uploads/${digest}/ingest`, {});
    location.assign(found.to);
  }));
  const line = md.make("p", null, { class: "line" });
  line.append(md.make("span", `${data.documents.length} documents, ${rows.length} rows`), keep);
  const table = md.make("div", null, { class: "wide" }), view = md.make("div", null, { class: "left", id: "view" });
  const desk = md.make("div", null, { class: "desk" });
  const right = md.make("div", null, { class: "right" });
  right.append(table);
  desk.append(view, right);
  result.replaceChildren(line, desk);

  md.showTable(table, "What was read", [
    ["Lender", (row) => row.lender], ["Partner", (row) => md.linkTo(row.partner, () => open(row, "partner"))], ["Role", (row) => row.role],
    ["Status", (row) => row.status], ["Date", (row) => row.date], ["Conf.", (row) => (row.confidence === null ? "" : row.confidence.toFixed(2)), "num"],
  ], rows, "No row was found.");
  if (data.quarantine.length) {
    const aside = md.make("div", null, { class: "wide" });
    result.append(aside);
    md.showTable(aside, "Set aside", [["Code", (row) => row.code], ["Message", (row) => row.message], ["What to do", (row) => row.hint]], data.quarantine, "");
    keep.disabled = !data.documents.length;
  }

  function open(row, cell) {
    const paper = data.texts[row.document];
    const marks = md.marksOf(row, cell);
    const parts = [md.chips(row, cell, (other) => open(row, other))];
    for (const page of paper.pages) parts.push(md.showPage(page, md.boxesOn(paper, marks, page.page)));
    parts.push(md.showText(paper.text, marks));
    view.replaceChildren(...parts);
    const mark = view.querySelector(".now");
    if (mark) view.scrollTop += mark.getBoundingClientRect().top - view.getBoundingClientRect().top - view.clientHeight / 3;
  }

  if (rows.length) open(rows[0], "partner");
  else if (data.texts.length) view.replaceChildren(md.showText(data.texts[0].text, []));
  document.documentElement.dataset.ready = "yes";
})(window.mingdan);
