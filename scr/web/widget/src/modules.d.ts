// What build.mjs makes of files that are no TypeScript.

declare module "*.yml" {
  const frame: { id: string; name: string; dir: "ltr" | "rtl"; words: Record<string, string> };
  export default frame;
}

declare module "*.css" {
  const text: string;
  export default text;
}
