// A council's own colour, used only where it can be read.

type Rgb = [number, number, number];

const LEAST_CONTRAST = 4.5;
/** More, for in the dark some of it is written on a surface that is less dark than the page. */
const LEAST_CONTRAST_OF_TINT = 7;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** --page of style.css in the dark. */
const DARK_PAGE: Rgb = [18, 25, 29];
const TINTING_STEPS = 20;

/** The colour and what goes with it, as custom properties of style.css; none where white on it could not be read. */
export function brand(colour: string): Record<string, string> {
  const rgb = parsed(colour);
  if (!rgb) {
    console.warn(`scr-assistant: data-colour="${colour}" is no hexadecimal colour such as #0f4757, so it is not used.`);
    return {};
  }
  // Writing on the colour and the colour on the page are the same pair: both the page and the writing are white.
  const ratio = contrast(rgb, WHITE);
  if (ratio < LEAST_CONTRAST) {
    console.warn(
      `scr-assistant: the contrast of data-colour="${colour}" with white is ${ratio.toFixed(2)} to 1 and should be at ` +
        `least ${LEAST_CONTRAST} to 1, so it is not used.`,
    );
    return {};
  }
  const tint = readableTint(rgb);
  return {
    "--brand": written(rgb),
    "--brand-over": written(mixed(rgb, BLACK, 0.3)),
    "--brand-tint": written(tint),
    "--brand-tint-over": written(mixed(tint, WHITE, 0.4)),
  };
}

/** As light as it has to be on a dark page. */
function readableTint(rgb: Rgb): Rgb {
  let tint = rgb;
  for (let step = 1; contrast(tint, DARK_PAGE) < LEAST_CONTRAST_OF_TINT && step <= TINTING_STEPS; step += 1) {
    tint = mixed(rgb, WHITE, step / TINTING_STEPS);
  }
  return tint;
}

function parsed(colour: string): Rgb | null {
  const found = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!found) return null;
  const digits = found.length === 3 ? found.replace(/./g, "$&$&") : found;
  const part = (start: number) => Number.parseInt(digits.slice(start, start + 2), 16);
  return [part(0), part(2), part(4)];
}

function written(rgb: Rgb): string {
  return `rgb(${rgb.join(" ")})`;
}

function mixed([red, green, blue]: Rgb, [otherRed, otherGreen, otherBlue]: Rgb, share: number): Rgb {
  const mix = (one: number, other: number) => Math.round(one + (other - one) * share);
  return [mix(red, otherRed), mix(green, otherGreen), mix(blue, otherBlue)];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
