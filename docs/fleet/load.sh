#!/usr/bin/env bash
# Reviews every export below a directory, one folder an organisation, and leaves
# for each two files that databases read: NAME.flows.jsonl, a line a flow, and
# NAME.report.json, the report with its findings.
#
#   docs/fleet/load.sh exports/ fleet/
#   duckdb < docs/fleet/duckdb.sql     # in fleet/; sqlite3 < docs/fleet/sqlite.sql
#
# An organisation that cannot be read ends in a message and is left out; the
# others go on, and the exit code is 3.
set -uo pipefail
exports=${1:?usage: load.sh EXPORTS FLEET}
fleet=${2:?usage: load.sh EXPORTS FLEET}
mkdir -p "$fleet"
code=0
for org in "$exports"/*/; do
	name=$(basename "$org")
	config=() # an empty list is an unset name to the bash of macOS
	if [[ -f $org.archlint.yaml ]]; then config=(--config "$org.archlint.yaml"); fi # the organisation's own traffic
	if archlint facts --quiet ${config[@]+"${config[@]}"} "$org" > "$fleet/$name.flows.jsonl.tmp" &&
		archlint check --quiet --fail-on none ${config[@]+"${config[@]}"} --format "json=$fleet/$name.report.json" "$org"; then
		mv "$fleet/$name.flows.jsonl.tmp" "$fleet/$name.flows.jsonl"
	else
		echo "$name: left out" >&2
		rm -f "$fleet/$name.flows.jsonl.tmp" "$fleet/$name.report.json"
		code=3
	fi
done
exit "$code"
