// Package genesysfake is as much of Genesys Cloud as an export needs, served over
// HTTPS on the loopback: a login host, the Platform API of one organisation, and
// the host that signed addresses point to. Each request, and each of its own
// answers, can be held against the API's published description. It fails on
// request, in all the ways that the real thing does.
package genesysfake
