#!/usr/bin/env bash
# The package as a user gets it: packed, installed into an empty folder, and run.
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
node --input-type=module -e 'import { rankItems } from "prank"; if (typeof rankItems !== "function") throw new Error("library")'
echo "package from $root works in an empty folder"
