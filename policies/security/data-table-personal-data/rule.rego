# METADATA
# title: Personal data is written to a data table
# description: >-
#   A data action writes a row of a data table, and the name of an input says that it is personal. Data
#   tables are not meant for that: they are copied into exports, everybody who may edit flows can read them,
#   and requests to delete a person's data do not reach them.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/work-with-data-tables/
#     description: "work with data tables: not intended to contain personal information"
# custom:
#   id: data-table-personal-data
#   category: security
#   severity: warning
#   confidence: heuristic
#   scope: flow
#   since: 0.1.0
#   remediation: >-
#     Keep the data where it is governed (external contacts, the CRM) and write a key to the table at most.
#   params:
#     pattern:
#       type: string
#       default: (?i)(phone|mobile|e-?mail|first_?name|last_?name|surname|birth|address|ssn|iban|passport)
#       description: regular expression for names of inputs that hold personal data
package archlint.rules.data_table_personal_data

import data.archlint.lib

findings contains {"at": call, "message": message, "evidence": {"inputs": names, "url": call.definition.url}} if {
	some call in input.flow.calls
	call.reachable
	call.definition.method in {"POST", "PUT", "PATCH"}
	regex.match(`/api/v2/flows/datatables/[^/]+/rows`, call.definition.url)
	names := [given.name | some given in call.inputs; regex.match(input.params.pattern, given.name)]
	count(names) > 0
	message := sprintf("%s writes %s to a data table: tables are not meant for personal data", [lib.called(call), lib.listed(names)])
}
