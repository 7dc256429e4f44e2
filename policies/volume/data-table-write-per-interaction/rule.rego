# METADATA
# title: Each interaction writes a row of a data table
# description: >-
#   The data action writes rows of an Architect data table through the platform's API. A table holds 5,000 rows,
#   and each write is a request against the limit of 300 a minute for a token: tables are for configuration that
#   many interactions read, not for what each of them leaves behind. Silent in the vendor's cache pattern, where a
#   lookup decides whether the row is written: that happens at most once for a key and a period.
# related_resources:
#   - ref: https://github.com/GenesysCloudBlueprints/design-architect-flow-data-actions-for-resiliency
#     description: "Genesys blueprint: data actions for resiliency"
#   - ref: https://help.mypurecloud.com/articles/work-with-data-tables/
#     description: 5,000 rows a table
# custom:
#   id: data-table-write-per-interaction
#   category: volume
#   severity: warning
#   confidence: proven
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep what belongs to the interaction in participant data or in an external contact; write the table from a
#     scheduled workflow.
package archlint.rules.data_table_write_per_interaction

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {
	"method": call.definition.method, "url": call.definition.url,
	"perRun": call.perRun,
}} if {
	some call in input.flow.calls
	call.reachable
	call.hot
	lib.writes_table(call)
	not lib.cached(call)
	message := sprintf("%s writes a data table %s in each run: a table takes 5,000 rows, a token 300 requests a minute", [
		lib.called(call), lib.times_expected(call),
	])
}
