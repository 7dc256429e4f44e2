#!/usr/bin/env bash
# Fetches dagre anew. Change the version here and in README.md.
set -euo pipefail
version=3.1.3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "@dagrejs/dagre@$version" >/dev/null
tar xzf ./*.tgz
grep -v '^//# sourceMappingURL' package/dist/dagre.min.js >"$here/dagre.min.js"
cp package/LICENSE "$here/LICENSE"
