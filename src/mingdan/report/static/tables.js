"use strict";
/* Short tables that grow by a button. */
(function (md) {
  const STEP = 200;

  /** ``columns`` are [title, show(row), class]; ``empty`` is said where there is no row. */
  md.showTable = function (place, caption, columns, rows, empty) {
    if (!rows.length) {
      place.replaceChildren(md.make("p", empty, { class: "note" }));
      return;
    }
    const table = md.make("table"), body = md.make("tbody");
    table.append(md.make("caption", caption, { class: "note" }));
    const head = md.make("thead"), line = md.make("tr");
    for (const [title, , kind] of columns) line.append(md.make("th", title, { scope: "col", class: kind }));
    head.append(line);
    table.append(head, body);
    const more = md.make("button", "Show more", { type: "button", class: "more" });
    let shown = 0;
    const grow = () => {
      for (const row of rows.slice(shown, shown + STEP)) body.append(lineOf(columns, row));
      shown = Math.min(rows.length, shown + STEP);
      more.hidden = shown >= rows.length;
    };
    more.addEventListener("click", grow);
    window.addEventListener("beforeprint", () => { while (shown < rows.length) grow(); });
    grow();
    place.replaceChildren(table, more);
  };

  function lineOf(columns, row) {
    const line = md.make("tr");
    for (const [, show, kind] of columns) {
      const told = show(row);
      const cell = md.make("td", null, { class: kind });
      cell.append(told instanceof Node ? told : document.createTextNode(told === null || told === undefined ? "" : told));
      line.append(cell);
    }
    return line;
  }

  md.linkTo = function (text, action) {
    const button = md.make("button", text, { type: "button" });
    button.addEventListener("click", action);
    return button;
  };
})(window.mingdan);
