package capacity

import "fmt"

// background are executions per minute that the load does not make.
func (a *assessment) background() float64 { return value(a.model.traffic.BackgroundPerMinute, 0) }

// platformBackground returns how many of them go to Genesys Cloud's own API, at least and
// at most: from none to all where the traffic has no figure for it.
func (a *assessment) platformBackground() (low, high float64) {
	all := a.background()
	if share := a.model.traffic.BackgroundPlatformShare; share != nil {
		return all * share.Value, all * share.Value
	}
	return 0, all
}

// backgroundNotes says what the reviewed flows do not make.
func (m *model) backgroundNotes() []string {
	f := m.traffic.BackgroundPerMinute
	switch {
	case f == nil || f.Value == 0:
		return nil
	case f.From == FromExport:
		return []string{fmt.Sprintf("%s executions per minute of data actions that the reviewed flows do not call, as measured in their "+
			"busiest interval.", num(f.Value))}
	default:
		return []string{fmt.Sprintf("%s executions per minute that the reviewed flows do not make%s.", num(f.Value), f.origin())}
	}
}

// platformBackgroundNotes says which part of them goes to Genesys Cloud's own API.
func (m *model) platformBackgroundNotes() []string {
	if value(m.traffic.BackgroundPerMinute, 0) == 0 {
		return nil
	}
	note := "How many of them call Genesys Cloud's own API is not known: from none to all. Enter their share (`--background-platform-share`)."
	if share := m.traffic.BackgroundPlatformShare; share != nil {
		note = fmt.Sprintf("Of them a share of %s%s calls Genesys Cloud's own API.", num(share.Value), share.origin())
	}
	return append(m.backgroundNotes(), note)
}
