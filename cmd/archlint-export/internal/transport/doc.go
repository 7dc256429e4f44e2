// Package transport is the one way to Genesys Cloud. It lets through reads and
// nothing else, only to the hosts of one region, adds the token, keeps to a
// rate, waits when told to, tries again what may succeed, and hands up an answer
// only when all of it has arrived. Above it, whoever calls can be careless.
package transport
