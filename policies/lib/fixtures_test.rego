# METADATA
# title: Records for unit tests
# description: >-
#   Complete records that no rule complains about, to be changed in the one respect that a test is about. They are
#   loaded with tests only.
package archlint.fixtures

place := {"flow": "Orders", "file": "orders.yaml", "line": 10, "column": 5, "node": "17"}

# flow_input is the input of a flow rule: a harmless flow with the given changes.
flow_input(changes) := {"flow": flow(changes), "org": org, "capacity": [], "params": {}}

# org_input is the input of an org rule.
org_input(flows, capacity) := {"flows": flows, "org": org, "capacity": capacity, "outages": [], "params": {}}

# calling is the input of a flow rule for a flow with one call.
calling(flow_changes, call_changes) := flow_input(object.union(flow_changes, {"calls": [call(call_changes)]}))

# looping is the same with the call inside one loop.
looping(loop_changes, call_changes) := flow_input({
	"calls": [call(object.union({"loop": "9", "loops": ["9"], "loopDepth": 1}, call_changes))],
	"loops": [loop(loop_changes)],
})

flow(changes) := object.union(
	{
		"name": "Orders", "id": "", "type": "workflow", "file": "orders.yaml", "line": 1, "column": 1, "format": "archy",
		"actions": 10, "opaqueActions": 0, "modelledShare": 1, "voice": false, "inQueue": false, "errorHandling": "",
		"size": 1000, "publishBytes": 1000, "variables": [], "calls": [], "loops": [], "nodes": [], "settledConditions": [],
		"perRun": {"min": 0, "expected": 0.5, "max": 1},
		"perInteraction": {"min": 0, "expected": 0.5, "max": 1}, "boundedBy": "acyclic", "maxActions": 10,
		"perRunBasis": "assumed", "perInteractionBasis": "assumed",
		"entry": true, "reaches": [], "ranBefore": [], "openEnds": [], "perDataAction": [], "perIntegration": [],
		"worst": [], "likely": [],
	},
	changes,
)

call(changes) := object.union(
	object.union(place, {
		"name": "Look up order", "dataAction": "Get Order", "actionId": "", "integration": "Shop", "container": "Main",
		"perRun": {"min": 1, "expected": 1, "max": 1}, "perInteraction": {"min": 1, "expected": 1, "max": 1},
		"basis": "assumed", "basisExecutions": 0, "basisDays": 0, "expectedLow": null, "expectedHigh": null,
		"boundedBy": "acyclic", "boundText": "", "hot": true, "reachable": true,
		"loopDepth": 0, "loop": null, "loops": [], "ratePerMinute": null, "timeoutSeconds": 10, "timeoutIsDefault": false,
		"processingPrompt": false, "secure": false,
		"outputs": {"success": "connected", "failure": "connected", "timeout": "connected"},
		"inputs": [], "texts": [], "successOutputs": [], "failureOutputs": [], "readAfterFailure": [], "readAfterTimeout": [],
		"repeatOf": [], "redundant": false, "repeatsAfterFailure": false, "unhandledPath": "", "skipped": [], "decidedBy": [],
		"cache": null, "participantDataSet": [], "unread": [], "keeps": 1, "failureDetail": "read",
		"fromCaller": [], "via": "", "definition": null, "definitionMatch": "undetermined", "alternative": null, "witness": [],
	}),
	changes,
)

# sum is a record of flow.perDataAction.
sum(changes) := object.union(
	object.union(place, {
		"name": "Get Order", "integration": "Shop", "boundedBy": "acyclic", "basis": "assumed",
		"perRun": {"min": 1, "expected": 1, "max": 1}, "perInteraction": {"min": 1, "expected": 1, "max": 1},
	}),
	changes,
)

loop(changes) := object.union(
	object.union(place, {
		"line": 8, "node": "9", "id": "9", "name": "Lines", "form": "loop", "kind": "unclassified", "count": 5,
		"countText": "5", "countKind": "literal", "container": "Main", "bodyActions": 3, "calls": ["17"], "depth": 1,
		"parent": null, "irreducible": false, "waitSeconds": null, "hasWait": false, "asksPerson": false,
		"cycleSeconds": null, "entries": [], "exits": [], "exitReads": [], "exitDependsOn": [], "evidence": [], "exitsFixed": false,
		"hoistable": [], "pauseSeconds": null,
	}),
	changes,
)

cache(changes) := object.union(
	object.union(place, {"node": "9", "name": "Is it known?", "table": "Waits", "key": "Flow.queue", "staleWhen": "", "writtenBy": ["18"]}),
	changes,
)

node(changes) := object.union(
	object.union(place, {
		"name": "Say hello", "kind": "playAudio", "opaque": false, "container": "Main", "reachable": true,
		"disabled": false, "loop": null, "outputs": [], "inputs": [], "values": [], "target": "", "readUnset": [],
		"unhandledPath": "", "skipped": [], "writes": [],
	}),
	changes,
)

value(changes) := object.union(
	object.union(place, {"name": "orderId", "kind": "literal", "text": "4711", "known": true, "reads": [], "assigns": "", "constant": ""}),
	changes,
)

text(changes) := object.union(object.union(place, {"input": "orderId", "text": "4711"}), changes)

settled(changes) := object.union(
	object.union(place, {
		"name": "Found?", "container": "Main", "condition": "Flow.asked", "always": "no", "never": ["yes"],
		"values": [{"variable": "Flow.asked", "value": "false"}], "setting": false, "follows": false, "cutOff": 2, "calls": [],
	}),
	changes,
)

read(variable) := object.union(place, {
	"line": 20, "node": "23", "variable": variable, "name": "Say status", "kind": "playAudio", "container": "Main",
})

read_by(variable, kind) := object.union(read(variable), {"kind": kind})

definition(changes) := object.union(
	{
		"id": "custom_-_1", "name": "Get Order", "integration": "Shop", "integrationType": "custom-rest-actions",
		"method": "GET", "url": "https://shop.example.com/orders/${input.id}", "host": "shop.example.com",
		"timeoutSeconds": null, "timeoutUnknown": false, "secure": false, "contract": [], "headers": [], "body": "", "platformApi": "no",
		"file": "actions.tf", "line": 3,
	},
	changes,
)

alternative(changes) := object.union({"topics": [], "trigger": false, "builtIn": "", "note": "", "source": ""}, changes)

org := {
	"name": "", "region": "", "known": [], "dataActions": [], "queues": [],
	"licences": 0, "licenceType": "", "licenceMix": [], "partial": false, "notReviewed": [], "integrations": [], "entryPoints": [],
}

limit(changes) := object.union(
	{
		"limit": {
			"namespace": "dataactions", "key": "requests.volume.max", "value": 2500, "unit": "per minute",
			"scope": "organization", "source": "default", "title": "Data action executions", "reference": "", "confidence": "high",
		},
		"demand": {"expected": 100, "peak": 130, "basis": "given", "basisExecutions": 0, "basisDays": 0},
		"demandLow": null, "utilisation": 0.052, "utilisationOpen": false,
		"headroom": 19.2, "verdict": "ok",
		"breakEven": {"interactionsPerMinute": 2400, "licences": null, "latencySeconds": null, "callsPerInteraction": null},
		"assumptions": [], "assumedShares": null,
	},
	changes,
)
