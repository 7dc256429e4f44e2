# METADATA
# title: Flow is close to the size that can be published
# description: >-
#   Architect counts the flow's configuration, as compact JSON in UTF-8, against a greatest size. At 70 % its indicator
#   turns red, at 98 % the flow cannot be published, at 100 % it cannot be saved. The vendor's pages give the shares
#   and no number: 6,291,456 bytes is what the Architect Scripting SDK has built in, and newer versions may differ.
#   Common modules have a lower limit, which is not documented: of them the rule speaks later than it should. A flow in
#   Archy YAML becomes larger when it is published (2 to 21 times in 14 public flows that exist in both formats), so
#   that its file is the least that it can be.
# related_resources:
#   - ref: https://help.mypurecloud.com/articles/architect-flow-size/
#     description: "size indicator: red at 70 %, no publishing at 98 %, no saving at 100 %"
#   - ref: https://www.npmjs.com/package/purecloud-flow-scripting-api-sdk-javascript
#     description: "the SDK's constants maxFlowSize (6,165,627 bytes) and maxPublicApiRequestSize (6,291,456 bytes), version 0.0.18"
# custom:
#   id: flow-size
#   category: hygiene
#   severity: warning
#   confidence: likely
#   scope: flow
#   since: 0.2.0
#   remediation: >-
#     Put several statements into one Update Data step, move steps that stand there twice into a task or a common
#     module, and divide the flow: by a transfer, or by common modules.
#   params:
#     max_percent:
#       type: number
#       default: 70
#       description: share of the greatest size, in percent, that is still in order
package archlint.rules.flow_size

import data.archlint.lib

# greatest is the number of bytes with which a flow cannot be saved.
greatest := 6291456

findings contains {"at": input.flow, "message": message, "evidence": {"bytes": size, "greatest": greatest, "percent": percent}} if {
	input.flow.publishBytes > 0
	size := input.flow.publishBytes
	percent := (100 * size) / greatest
	percent >= input.params.max_percent
	message := sprintf("the configuration of this flow has %s%s, %s %% of what Architect saves: %s", [
		least, megabytes(size), lib.short(percent), effect(percent),
	])
}

least := "at least " if input.flow.format == "archy"

least := "" if input.flow.format != "archy"

megabytes(bytes) := sprintf("%s MB", [lib.short(bytes / 1000000)]) if bytes >= 1000000

megabytes(bytes) := sprintf("%s kB", [lib.short(bytes / 1000)]) if bytes < 1000000

effect(percent) := "from 98 % on it cannot be published" if percent < 98

effect(percent) := "from 98 % on it cannot be published, so this one cannot" if percent >= 98
