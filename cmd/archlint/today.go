package main

import (
	"fmt"
	"strconv"
	"time"
)

// epochName is the variable that says which day it is, as seconds since 1970:
// https://reproducible-builds.org/specs/source-date-epoch/.
const epochName = "SOURCE_DATE_EPOCH"

// today is the day of the run, in UTC: by the environment, else by the clock.
// What age it gives to things is told on stderr only.
func (a *app) today() (time.Time, error) {
	text := a.getenv(epochName)
	if text == "" {
		return time.Now().UTC(), nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s=%q: not a number of seconds since 1970", epochName, text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
