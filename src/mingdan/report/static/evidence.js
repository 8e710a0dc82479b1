"use strict";
/* A document's text with marks, and its pages with boxes. Offsets are code points, end exclusive. */
(function (md) {
  const CELLS = ["discloser", "partner", "role", "status", "date", "policy"];
  md.cellClass = (cell) => (cell === "discloser" ? "lender" : cell);

  /** Marks as [{start, end, kind}], in text order; pieces between two borders get the classes of all marks there. */
  md.pieces = function (length, marks) {
    const borders = new Set([0, length]);
    for (const mark of marks) {
      borders.add(Math.max(0, mark.start));
      borders.add(Math.min(length, mark.end));
    }
    const places = Array.from(borders).sort((a, b) => a - b);
    const pieces = [];
    for (let at = 0; at + 1 < places.length; at++) {
      const [start, end] = [places[at], places[at + 1]];
      const kinds = marks.filter((mark) => mark.start < end && start < mark.end).map((mark) => mark.kind);
      if (start < end) pieces.push({ start, end, kinds });
    }
    return pieces;
  };

  md.showText = function (text, marks) {
    const letters = Array.from(text);
    const paper = md.make("div", null, { class: "paper", lang: "zh-Hans" });
    for (const piece of md.pieces(letters.length, marks)) {
      const told = letters.slice(piece.start, piece.end).join("");
      paper.append(
        piece.kinds.length
          ? md.make("mark", told, { class: piece.kinds.join(" "), "data-start": piece.start, "data-end": piece.end })
          : document.createTextNode(told)
      );
    }
    return paper;
  };

  /** How wide a letter is beside a Chinese one; what the text adds between cells is not on the page. */
  function widthOf(letter) {
    if (/[\s|]/.test(letter)) return 0;
    return letter.codePointAt(0) < 0x2000 ? 0.55 : 1;
  }

  /** Boxes of a stretch on the page: of each piece of the map the share that the stretch covers. */
  md.boxesOf = function (boxes, start, end, letters) {
    const found = [];
    const width = (from, to) => letters.slice(from, to).reduce((sum, letter) => sum + widthOf(letter), 0);
    for (const [from, to, page, x0, top, x1, bottom] of boxes) {
      const first = Math.max(start, from), last = Math.min(end, to);
      if (first >= last) continue;
      const unit = (x1 - x0) / Math.max(0.5, width(from, to));
      const left = x0 + width(from, first) * unit;
      const right = left + width(first, last) * unit;
      if (right > left) found.push({ page, x0: left, x1: right, top, bottom });
    }
    return found;
  };

  /** Boxes on a page of what is marked as evidence or chosen. */
  md.boxesOn = function (paper, marks, page) {
    const found = [], letters = Array.from(paper.text);
    for (const mark of marks) {
      if (mark.kind !== "evidence" && mark.kind !== "now") continue;
      for (const box of md.boxesOf(paper.boxes, mark.start, mark.end, letters)) {
        if (box.page === page) found.push({ ...box, now: mark.kind === "now" });
      }
    }
    return found;
  };

  /** The class of a confidence. */
  md.level = (value) => (value === null ? "" : value >= 0.8 ? "good" : value >= 0.6 ? "unsure" : "bad");

  md.showPage = function (page, boxes) {
    const sheet = md.make("div", null, { class: "sheet" });
    sheet.append(md.make("img", null, { src: page.picture, alt: "Page " + page.page }));
    for (const box of boxes) {
      const spot = md.make("i", null, { class: box.now ? "now" : "" });
      spot.style.left = (100 * box.x0) / page.width + "%";
      spot.style.top = (100 * box.top) / page.height + "%";
      spot.style.width = (100 * (box.x1 - box.x0)) / page.width + "%";
      spot.style.height = (100 * (box.bottom - box.top)) / page.height + "%";
      sheet.append(spot);
    }
    return sheet;
  };

  /** Marks of a row: its evidence, its cells, and the cell that was chosen. */
  md.marksOf = function (row, chosen) {
    const marks = [{ start: row.start, end: row.end, kind: "evidence" }];
    if (chosen && !(row.cells[chosen] || []).length) marks.push({ start: row.start, end: row.end, kind: "now" });
    for (const cell of CELLS) {
      for (const [start, end] of row.cells[cell] || []) {
        marks.push({ start, end, kind: md.cellClass(cell) });
        if (cell === chosen) marks.push({ start, end, kind: "now" });
      }
    }
    return marks;
  };

  /** Buttons for the cells of a row; one without a place of its own leads to the evidence. */
  md.chips = function (row, chosen, choose) {
    const list = md.make("ul", null, { class: "chips", "aria-label": "Cells of the row" });
    const told = { discloser: row.lender, partner: row.partner, role: row.role, status: row.status, date: row.date, policy: row.policy };
    for (const cell of CELLS) {
      if (told[cell] === null || told[cell] === undefined) continue;
      const button = md.make("button", null, { type: "button", class: md.cellClass(cell), "aria-pressed": String(cell === chosen) });
      const placed = (row.cells[cell] || []).length > 0;
      button.append(md.make("small", (cell === "discloser" ? "lender" : cell) + (placed ? "" : " (no words of its own)")), told[cell]);
      button.addEventListener("click", () => choose(cell));
      const item = md.make("li");
      item.append(button);
      list.append(item);
    }
    return list;
  };

  md.CELLS = CELLS;
})(window.mingdan);
