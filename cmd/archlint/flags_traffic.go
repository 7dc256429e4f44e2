package main

import "github.com/spf13/pflag"

// trafficNumbers and trafficDurations are the flags that say how much traffic
// there is, with their usage. They have the names of the configuration's keys
// below traffic, and are read from there. A figure that is not given stays
// unknown.
var (
	trafficNumbers = [][2]string{
		{"interactions-per-minute", "`N` interactions per minute in the busiest time"},
		{"licences", "`N` licences; with --aht and --occupancy they give the interactions per minute"},
		{"occupancy", "share of their time that agents handle interactions, 0 to 1"},
		{"contained", "share of the interactions that end before they reach a queue, 0 to 1"},
		{"abandoned", "share of the interactions that are given up in a queue, 0 to 1"},
		{"peak-quantile", "the peak minute is the one that a share of `Q` of all minutes stays below, for example 0.999"},
		{"peak-factor", "the busiest minute's mean over the busy hour's"},
		{"open-hours-per-month", "`H` hours a month in which interactions come"},
		{"waiting-interactions", "`N` interactions wait in queues at the same time"},
		{"background-per-minute", "`N` data action executions per minute that the reviewed flows do not make"},
		{"background-platform-share", "share of them that call Genesys Cloud's own API, 0 to 1"},
	}
	trafficDurations = [][2]string{
		{"aht", "average handling time, for example 300s or 5m"},
		{"latency", "usual time that a data action takes, for example 800ms"},
		{"mean-wait", "mean time in the queue, instead of --waiting-interactions"},
	}
)

// licenceType is the one flag of the traffic that is neither.
const licenceType = "licence-type"

// addTrafficFlags defines the flags on set.
func addTrafficFlags(set *pflag.FlagSet) {
	for _, f := range trafficNumbers {
		set.Float64(f[0], 0, f[1])
	}
	for _, f := range trafficDurations {
		set.Duration(f[0], 0, f[1])
	}
	set.String(licenceType, "", "`TYPE` of the licences: communicate, cx1, cx2, cx2-digital, cx3, cx3-digital, cx4, ex; -concurrent may "+
		"follow all but the first and the last")
}

// isTraffic reports whether a flag of that name says something of the traffic.
func isTraffic(name string) bool {
	for _, list := range [][][2]string{trafficNumbers, trafficDurations} {
		for _, f := range list {
			if f[0] == name {
				return true
			}
		}
	}
	return name == licenceType
}
