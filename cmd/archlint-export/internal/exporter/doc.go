// Package exporter takes an organisation's flows and facts into an export
// directory. It asks through an api.Client and knows neither HTTP nor the SDK.
//
// What it does, in this order: whose organisation it is; which flows and data
// actions there are; what of an earlier run is still good; the configurations
// that are not; the facts beside them; and at the end the indexes and the
// manifest. Whatever cannot be had is written down, and the rest is taken.
package exporter
