// Package api says what the exporter may ask of Genesys Cloud: every route with
// its permission, the requests, the answers and the errors. It names no HTTP
// library and no SDK, so that all but one package of the exporter can be built
// and tested without either.
package api
