"use strict";
/* The form with which a row is corrected or added; words are chosen in the text. */
(function (md) {
  const FIELDS = { lender: "Lender", partner: "Partner", role: "Role", status: "Status", basis: "Basis", date: "Date", policy: "Policy" };
  const CHOICES = {
    role: ["platform.facilitation", "platform.co_lending", "platform", "credit_enhancement.guarantee", "credit_enhancement.insurance", "credit_enhancement", "marketing", "payment", "data", "technology", "collection", "other", "unspecified"],
    status: ["listed", "added", "removed", "denied"],
    basis: ["list", "report"],
  };
  const PLACES = { discloser: "lender", partner: "partner", role: "role", date: "date", evidence: "evidence" };
  const FILLS = { discloser: "lender", partner: "partner" };

  /** Code points [start, end) of the selection inside ``paper``, or null. */
  md.selectionIn = function (paper) {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!paper.contains(range.startContainer) || !paper.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(paper);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Array.from(before.toString()).length;
    const text = range.toString();
    return { start, end: start + Array.from(text).length, text };
  };

  md.RowForm = class {
    /** ``paper()`` gives the element with the text, ``save(value, reason)`` sends, ``mark(value)`` shows. */
    constructor(place, paper, save, mark) {
      Object.assign(this, { place, paper, save, mark });
      place.addEventListener("submit", (event) => { event.preventDefault(); this._submit(); });
    }

    open(title, row, names) {
      this.spans = JSON.parse(JSON.stringify(row.cells || {}));
      this.evidence = row.start === undefined ? null : [row.start, row.end];
      this.place.replaceChildren(md.make("h3", title));
      const list = md.make("datalist", null, { id: "known-names" });
      for (const name of names) list.append(md.make("option", null, { value: name }));
      this.inputs = {};
      const grid = md.make("div", null, { class: "fields" });
      for (const name in FIELDS) grid.append(this._field(name, row[name]));
      this.reason = md.make("input", null, { required: "", maxlength: "500" });
      const why = md.make("label", "Reason ");
      why.append(this.reason);
      grid.append(why);
      this.places = md.make("div", null, { class: "places" });
      const save = md.make("button", "Save"), cancel = md.make("button", "Cancel", { type: "button" });
      cancel.addEventListener("click", () => this.close());
      const line = md.make("p", null, { class: "line" });
      line.append(save, cancel);
      this.place.append(grid, list, md.make("p", "Choose words in the text, then say what they are:", { class: "note" }), this.places, line);
      this.place.hidden = false;
      this._show();
      this.inputs.partner.focus();
      this.place.scrollIntoView({ block: "nearest" });
    }

    close() {
      this.place.hidden = true;
      this.place.replaceChildren();
      this.mark(null);
    }

    _field(name, value) {
      const label = md.make("label", FIELDS[name] + " ");
      const input = CHOICES[name] ? md.make("select") : md.make("input", null, { maxlength: "500" });
      for (const choice of CHOICES[name] || []) input.append(md.make("option", choice, { value: choice }));
      if (name === "lender" || name === "partner") { input.setAttribute("list", "known-names"); input.required = true; }
      if (name === "date") input.placeholder = "YYYY-MM-DD";
      if (value !== null && value !== undefined) input.value = value;
      input.name = name;
      this.inputs[name] = input;
      label.append(input);
      return label;
    }

    _show() {
      this.places.replaceChildren();
      for (const cell in PLACES) {
        const span = cell === "evidence" ? this.evidence : (this.spans[cell] || [])[0];
        const button = md.make("button", PLACES[cell], { type: "button", class: cell === "discloser" ? "lender" : cell, "data-cell": cell });
        button.append(md.make("small", span ? this._words(span) : "no words yet"));
        button.addEventListener("mousedown", (event) => event.preventDefault());  // keeps the selection
        button.addEventListener("click", () => this._take(cell));
        this.places.append(button);
      }
      this.mark(this._value());
    }

    _words([start, end]) {
      const told = Array.from(this.paper().textContent).slice(start, end).join("");
      return told.length > 24 ? told.slice(0, 23) + "…" : told;
    }

    _take(cell) {
      const chosen = md.selectionIn(this.paper()) || this._written(cell);
      if (!chosen) return md.tell("Choose words in the text first, or write them into the field: words that stand once are found.", true);
      if (cell === "evidence") this.evidence = [chosen.start, chosen.end];
      else this.spans[cell] = [[chosen.start, chosen.end]];
      if (FILLS[cell]) this.inputs[FILLS[cell]].value = chosen.text.replace(/\s+/g, " ").trim();
      if (cell === "partner" && !this.evidence) this.evidence = [chosen.start, chosen.end];
      this._show();
    }

    /** Without a mouse: the words of the field, where they stand once in the text. */
    _written(cell) {
      const field = this.inputs[FILLS[cell] || cell] || this.inputs.partner;
      const words = field.value.trim(), text = this.paper().textContent;
      const at = words ? text.indexOf(words) : -1;
      if (at < 0 || text.indexOf(words, at + 1) >= 0) return null;
      const start = Array.from(text.slice(0, at)).length;
      return { start, end: start + Array.from(words).length, text: words };
    }

    _value() {
      const value = { cells: this.spans, start: this.evidence ? this.evidence[0] : -1, end: this.evidence ? this.evidence[1] : -1 };
      for (const name in FIELDS) value[name] = this.inputs[name].value.trim() || null;
      return value;
    }

    _submit() {
      if (!this.evidence) return md.tell("Choose the words that state the row: evidence.", true);
      this.save(this._value(), this.reason.value.trim());
    }
  };
})(window.mingdan);
