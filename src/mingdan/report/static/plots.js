"use strict";
/* Plots by Bokeh, drawn when they come into sight, in the colours of the theme. */
(function (md) {
  const STAND_INS = { "#010101": "--ink", "#020202": "--line", "#030303": "--ground" };

  function themed(item) {
    const style = getComputedStyle(document.documentElement);
    let text = JSON.stringify(item);
    for (const colour in STAND_INS) text = text.replaceAll(colour, style.getPropertyValue(STAND_INS[colour]).trim());
    return JSON.parse(text);
  }

  md.Plot = class {
    /** ``chosen(kind, name)`` is called for a glyph that is chosen. */
    constructor(place, item, chosen) {
      this.place = place;
      this.item = item;
      this.chosen = chosen;
      this.seen = false;
      new IntersectionObserver((entries, watcher) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watcher.disconnect();
        this.seen = true;
        this.draw();
      }, { rootMargin: "300px" }).observe(place);
      window.addEventListener("load", () => setTimeout(() => this.drawUnseen(), 600));
      if (document.readyState === "complete") setTimeout(() => this.drawUnseen(), 600);
    }

    /** Drawn a little later where it is out of sight, so that it is there when the page is printed. */
    drawUnseen() {
      if (this.seen) return;
      this.seen = true;
      this.draw();
    }

    async draw() {
      if (!this.seen) return;
      this.place.replaceChildren();
      const found = await Bokeh.embed.embed_item(themed(this.item), this.place);
      const views = Array.isArray(found) ? found : [...found];
      for (const view of views) this._listen(view.model.document || found.model.document);
      this.place.dataset.drawn = "yes";
    }

    _listen(plot) {
      if (!plot || this.plot === plot) return;
      this.plot = plot;
      for (const model of plot._all_models.values()) {
        if (model.type !== "ColumnDataSource" || !model.name) continue;
        model.selected.properties.indices.change.connect(() => {
          const [first] = model.selected.indices;
          if (first === undefined) return;
          const name = (model.data.name || model.data.lender)[first];
          this.chosen(model.name.startsWith("network-partner") ? "partner" : "lender", name);
        });
      }
    }
  };
})(window.mingdan);
