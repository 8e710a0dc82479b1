"use strict";
(function () {
  function open() {
    var place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    for (var at = place; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    place.scrollIntoView();
  }
  window.addEventListener("hashchange", open);
  open();

  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.order === undefined ? cell.textContent : Number(cell.dataset.order);
  }
  document.querySelectorAll("table.sortable thead th").forEach(function (head) {
    head.addEventListener("click", function () {
      var body = head.closest("table").tBodies[0], down = head.dataset.down !== "yes";
      head.dataset.down = down ? "yes" : "no";
      Array.from(body.rows).sort(function (a, b) {
        var one = key(a, head.cellIndex), other = key(b, head.cellIndex);
        var order = typeof one === "number" && typeof other === "number" ? other - one : String(one).localeCompare(String(other));
        return down ? order : -order;
      }).forEach(function (row) { body.appendChild(row); });
    });
  });

  var find = document.getElementById("find");
  find.addEventListener("input", function () {
    var wanted = find.value.trim().toLowerCase();
    function shown(element) { return !wanted || element.textContent.toLowerCase().indexOf(wanted) >= 0; }
    document.querySelectorAll("table.errors tbody tr, details.document, #documents table.sortable tbody tr").forEach(function (element) {
      element.classList.toggle("hidden", !shown(element));
    });
    document.querySelectorAll("details.cause").forEach(function (group) {
      var left = group.querySelectorAll("tbody tr:not(.hidden)").length;
      group.classList.toggle("hidden", !left);
      group.querySelector("summary span").textContent = left;
      if (wanted) group.open = left > 0;
    });
  });
})();
