package platform

import "archlint/analyzer/flow"

// defaultSettings reads what the flow sets for all its actions of a kind, by
// their __type. Of it only whether something is played to a caller who waits
// for a data action is kept.
func (d *decoder) defaultSettings() error {
	_, err := d.object(false, func(kind string) error {
		_, err := d.object(false, func(key string) error {
			if key != "processingPrompt" {
				return d.skip()
			}
			prompt, err := d.value()
			if prompt.IsSet() {
				d.prompted = append(d.prompted, kind)
			}
			return err
		})
		return err
	})
	return err
}

// applyDefaults lets actions that set no processing prompt take the flow's.
func (d *decoder) applyDefaults() {
	if len(d.prompted) == 0 {
		return
	}
	d.flow.Walk(func(a *flow.Action, _ *flow.Container) {
		for _, kind := range d.prompted {
			if a.DataAction != nil && a.RawKind == kind {
				a.DataAction.ProcessingPrompt = true
			}
		}
	})
}
