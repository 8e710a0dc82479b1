"use strict";
/* A table of which only the rows in sight are in the page; arrow keys move, Enter opens. */
(function (md) {
  const HEIGHT = 34, AROUND = 12;

  md.Grid = class {
    /** ``columns`` are {key, title, width, show(row), cell}; ``open(row, cell)`` is called for a chosen cell. */
    constructor(place, columns, open) {
      this.place = place;
      this.columns = columns;
      this.open = open;
      this.rows = [];
      this.at = { row: 0, column: 0 };
      this.chosen = null;
      this.order = { key: null, down: false };
      this.all = false;
      this._build();
    }

    _build() {
      const table = md.make("table", null, { role: "grid", "aria-label": "Rows", "aria-readonly": "true" });
      const group = md.make("colgroup");
      for (const column of this.columns) {
        const col = md.make("col");
        col.style.width = column.width;
        group.append(col);
      }
      const head = md.make("thead"), line = md.make("tr", null, { role: "row" });
      for (const column of this.columns) line.append(this._head(column));
      head.append(line);
      this.body = md.make("tbody");
      this.table = table;
      table.append(group, head, this.body);
      this.place.replaceChildren(table);
      this.place.addEventListener("scroll", () => this._draw(), { passive: true });
      this.body.addEventListener("click", (event) => this._clicked(event));
      table.addEventListener("keydown", (event) => this._key(event));
      window.addEventListener("resize", () => this._draw());
      window.addEventListener("beforeprint", () => this._drawAll(true));
      window.addEventListener("afterprint", () => this._drawAll(false));
    }

    _head(column) {
      const cell = md.make("th", null, { scope: "col", role: "columnheader", "data-key": column.key, "aria-sort": "none" });
      const button = md.make("button", column.title, { type: "button" });
      button.addEventListener("click", () => this.sort(column.key, this.order.key === column.key && !this.order.down));
      cell.append(button);
      return cell;
    }

    show(rows) {
      this.rows = rows.slice();
      this.at = { row: 0, column: this.at.column };
      if (this.order.key) this._sorted();
      this.table.setAttribute("aria-rowcount", rows.length + 1);
      this.place.scrollTop = 0;
      this._draw(true);
    }

    sort(key, down) {
      this.order = { key, down };
      for (const head of this.table.tHead.rows[0].cells) {
        head.setAttribute("aria-sort", head.dataset.key !== key ? "none" : down ? "descending" : "ascending");
      }
      this._sorted();
      this._draw(true);
    }

    _sorted() {
      const column = this.columns.find((one) => one.key === this.order.key);
      const sign = this.order.down ? -1 : 1;
      const value = column.value || column.show;
      const compare = new Intl.Collator("zh-Hans", { numeric: true }).compare;
      this.rows.sort((a, b) => {
        const one = value(a), other = value(b);
        if (one === null || one === undefined) return other === null || other === undefined ? 0 : 1;
        if (other === null || other === undefined) return -1;
        return sign * (typeof one === "number" ? one - other : compare(one, other));
      });
    }

    _drawAll(all) {
      this.all = all;
      this._draw(true);
    }

    _draw(anew) {
      const count = this.rows.length;
      const first = this.all ? 0 : Math.max(0, Math.floor(this.place.scrollTop / HEIGHT) - AROUND);
      const last = this.all ? count : Math.min(count, first + Math.ceil(this.place.clientHeight / HEIGHT) + 2 * AROUND);
      if (!anew && first === this.first && last === this.last) return;
      this.first = first;
      this.last = last;
      const focused = this.body.contains(document.activeElement);
      const lines = [this._spacer(first)];
      for (let at = first; at < last; at++) lines.push(this._line(at));
      lines.push(this._spacer(count - last));
      this.body.replaceChildren(...lines);
      if (focused) this._focus();
    }

    _spacer(rows) {
      const line = md.make("tr", null, { class: "spacer", "aria-hidden": "true" });
      const cell = md.make("td", null, { colspan: this.columns.length });
      cell.style.height = rows * HEIGHT + "px";
      line.append(cell);
      return line;
    }

    _line(at) {
      const row = this.rows[at];
      const line = md.make("tr", null, { role: "row", "aria-rowindex": at + 2, "data-at": at });
      line.className = this.chosen && this.chosen.row === row ? "chosen" : "";
      this.columns.forEach((column, place) => {
        const current = at === this.at.row && place === this.at.column;
        const cell = md.make("td", null, { role: "gridcell", tabindex: current ? "0" : "-1", "data-column": place });
        if (this.chosen && this.chosen.row === row && this.chosen.column === place) cell.className = "chosen";
        const told = column.show(row);
        const shown = told === null || told === undefined ? "" : String(told);
        const inner = md.make("span", shown, { title: shown, class: column.cell ? "linked" : "", lang: column.lang });
        if (column.dress) column.dress(inner, row);
        cell.append(inner);
        line.append(cell);
      });
      return line;
    }

    _clicked(event) {
      const cell = event.target.closest("td[data-column]");
      if (!cell) return;
      this.at = { row: Number(cell.parentElement.dataset.at), column: Number(cell.dataset.column) };
      this._choose();
    }

    _choose() {
      const row = this.rows[this.at.row];
      if (!row) return;
      this.chosen = { row, column: this.at.column };
      this._draw(true);
      this._focus();
      this.open(row, this.columns[this.at.column].cell || null);
    }

    _key(event) {
      if (!this.body.contains(event.target)) return;
      const page = Math.max(1, Math.floor(this.place.clientHeight / HEIGHT) - 2);
      const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [page, 0], PageUp: [-page, 0] };
      if (event.key === "Enter" || event.key === " ") this._choose();
      else if (event.key === "Home") this._move(-this.rows.length, 0);
      else if (event.key === "End") this._move(this.rows.length, 0);
      else if (steps[event.key]) this._move(...steps[event.key]);
      else return;
      event.preventDefault();
    }

    _move(down, right) {
      const within = (value, most) => Math.max(0, Math.min(most, value));
      this.at.row = within(this.at.row + down, this.rows.length - 1);
      this.at.column = within(this.at.column + right, this.columns.length - 1);
      const top = this.at.row * HEIGHT, head = this.table.tHead.offsetHeight;
      if (top < this.place.scrollTop) this.place.scrollTop = top;
      const low = top + 2 * HEIGHT + head - this.place.clientHeight;
      if (low > this.place.scrollTop) this.place.scrollTop = low;
      this._draw(true);
      this._focus();
    }

    _focus() {
      const cell = this.body.querySelector('td[tabindex="0"]');
      if (cell) cell.focus({ preventScroll: true });
    }
  };
})(window.mingdan);
