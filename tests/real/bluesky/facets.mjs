// What the official client finds in texts: a JSON list of texts on the input, their facets on the output.
// Usage: node facets.mjs INSTALLATION; mentions carry the handle where the identity will stand.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { RichText } = createRequire(join(process.argv[2], "package.json"))("@atproto/api");
const found = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const rich = new RichText({ text });
  rich.detectFacetsWithoutResolution();
  return (rich.facets ?? []).map(({ index, features }) => ({ index, features }));
});
console.log(JSON.stringify(found));
