// What the page that embeds the widget sets, as attributes of its script tag.

export interface Settings {
  /** The server: where the script came from. */
  origin: string;
  mode: "panel" | "page";
  title: string;
  colour: string;
  area: string;
  position: "left" | "right";
  opening: string;
  lang: string;
  open: boolean;
}

export function settingsOf(script: HTMLScriptElement): Settings {
  const { mode, title, colour, area, position, opening, lang, open } = script.dataset;
  return {
    origin: new URL(script.src, document.baseURI).origin,
    mode: mode === "page" ? "page" : "panel",
    title: title ?? "",
    colour: colour ?? "",
    area: area ?? "",
    position: position === "left" ? "left" : "right",
    opening: opening ?? "",
    lang: lang ?? "",
    open: open !== undefined && open !== "false",
  };
}
