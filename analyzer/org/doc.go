// Package org reads what an export says about the organisation: data action
// definitions, and the facts beside the flows.
//
// An export directory holds archlint-export.json and org/*.json. Role is the
// path below org/ without its extension; case, "-", "_" and "/" in it do not
// matter. Shapes are those of the platform's answers, as received: a page
// ({"entities": [...]}), an array of pages or records, or several of these one
// after another. What is more in a record is passed over.
//
//	role                 holds                                        members used
//	manifest             archlint-export.json                         region, organization, exportedAt, partial, refused, counts
//	organization         GET /organizations/me                        id, name
//	flows                the exporter's list of flows                 id, name, version
//	queues               GET /routing/queues                          id, name, queueFlow, emailInQueueFlow, messageInQueueFlow
//	limits, limits/NS    GET /organizations/limits/namespaces/NS      key, namespace, value
//	licences             counts by type, billable usage, or users     type or name with count or quantity; licenses
//	integrations         GET /integrations, with their configuration  id, name, integrationType.id, config.credentials (ids only)
//	ivrs                 GET /architect/ivrs                          name, openHoursFlow, closedHoursFlow, holidayHoursFlow
//	triggers             GET /processautomation/triggers              name, target, enabled, topicName, matchCriteria, delayBySeconds,
//	                                                                   eventTTLSeconds, schedule
//	message-routes       GET /routing/message/recipients              name, flow
//	email-routes         GET /routing/email/domains/.../routes        name, flow, spamFlow
//	traffic-flows        flows and flow executions aggregates         nFlow, nFlowExecutions by flowId, flowVersion
//	traffic-objects      flow executions aggregates                   nFlowExecutions by flowId, flowVersion, flowObjectId; or
//	                                                                   flows: flowId, flowVersion, nFlowExecutions by object
//	traffic-bots         bots aggregates                              nBotSessions by botId, botVersion, askActionId, askActionResult
//	traffic-actions      actions aggregates                           tTotalExecution by actionId, integrationName
//	traffic-conversations conversations aggregates                    nOffered, tWait, tHandle, tAbandon
//
// Any role that begins with "traffic" holds aggregates of any of these
// kinds. A part that the exporter was refused is not reviewed, which is never
// the same as none found.
package org
