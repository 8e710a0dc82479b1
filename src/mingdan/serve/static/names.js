"use strict";
/* The queue: names that are the same, different or of one group, and decisions that match no longer. */
(function (md) {
  for (const form of document.querySelectorAll("form.names")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      md.trying(async () => {
        const other = form.elements.other.value.trim();
        if (!other) throw new Error("Give the other name first.");
        const verdict = event.submitter.value;
        await md.post("/api/names", { name: form.dataset.name, other, verdict, reason: "by the review queue", who: md.who() });
        md.tell(`${form.dataset.name}: ${verdict} ${other}`);
        form.closest("tr").remove();
      });
    });
  }
  for (const form of document.querySelectorAll("form.undo")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      md.trying(async () => {
        await md.post("/api/undo", { decision: Number(form.dataset.decision), who: md.who() });
        md.tell("Undone.");
        form.closest("tr").remove();
      });
    });
  }
})(window.mingdan);
