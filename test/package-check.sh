#!/usr/bin/env bash
# Checks the package as users get it: packed, installed into an empty folder, and run.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
npx --no-install publint --strict
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" >/dev/null
cd "$work"
npm init -y >/dev/null
npm install --silent ./prank-*.tgz
npx --no-install prank --version
for preset in quickstart blank; do
  npx --no-install prank init "$preset" --preset "$preset" --quiet
  (cd "$preset" && npx --no-install prank build --quiet)
done
npx --no-install prank demo --json >demo.json
node -e 'const {ok, data} = JSON.parse(require("fs").readFileSync("demo.json", "utf8")); if (!ok || data.rows < 150) throw new Error("demo")'
# The library, used from a separate project in strict TypeScript. prank/rank loads no server, no database and no network.
cp -r "$root/test/consumer/." .
awk '/^```ts$/ {n++; on = 1; next} /^```$/ {on = 0} on {print > ("example-" n ".mts")}' "$root/docs/library.md"
mkdir -p node_modules/@types
cp -r "$root/node_modules/@types/node" node_modules/@types/
"$root/node_modules/.bin/tsc" -p tsconfig.json
node rank.mjs
node campaign.mjs
echo "package from $root works in an empty folder"
