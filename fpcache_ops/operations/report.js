(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const figures = [...document.querySelectorAll(".figure")];
  const tones = (printing) => {
    const ink = printing || !dark.matches ? "#1c2024" : "#e6e9ec";
    const line = printing || !dark.matches ? "#d9dde3" : "#343a41";
    const page = printing || !dark.matches ? "#ffffff" : "#14171a";
    return { ink, line, page };
  };
  const axes = (layout) => Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const wrapped = (html, width) => {
    const lines = [""];
    for (const word of html.replace(/<br>|<\/?b>/g, " ").split(/\s+/).filter(Boolean)) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length >= width) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
    }
    return lines;
  };
  const themed = (layout, { ink, line, page }, width) => {
    const out = structuredClone(layout);
    out.paper_bgcolor = out.plot_bgcolor = "rgba(0,0,0,0)";
    out.font = { ...out.font, color: ink, family: "system-ui, 'DejaVu Sans', sans-serif" };
    out.hoverlabel = { ...out.hoverlabel, bgcolor: page, font: { color: ink } };
    out.legend = { ...out.legend, bgcolor: "rgba(0,0,0,0)" };
    out.autosize = true;
    delete out.width;
    for (const key of new Set(["xaxis", "yaxis", ...axes(layout)])) {
      out[key] = { ...out[key], gridcolor: line, linecolor: line, zerolinecolor: line, automargin: true };
    }
    if (width < 560) {
      const title = typeof out.title === "string" ? { text: out.title } : { ...out.title };
      const lines = wrapped(title.text || "", Math.floor(width / 9));
      const top = 24 + 19 * lines.length + (out.showlegend ? 44 : 0);
      out.title = { ...title, text: `<b>${lines.join("<br>")}</b>`, font: { ...title.font, size: 14 } };
      out.height = (out.height || 400) - (out.margin?.t ?? 60) + top;
      out.margin = { ...out.margin, l: 8, r: 16, t: top };
    }
    return out;
  };
  const draw = (printing) => {
    for (const place of figures) {
      const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
      const layout = themed(figure.layout || {}, tones(printing), place.clientWidth);
      Plotly.react(place, figure.data, layout, { responsive: true, displaylogo: false, displayModeBar: false });
    }
  };
  draw(false);
  dark.addEventListener("change", () => draw(false));
  addEventListener("beforeprint", () => draw(true));
  addEventListener("afterprint", () => draw(false));
})();
