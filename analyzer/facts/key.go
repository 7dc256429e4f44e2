package facts

// DataActionKey tells data actions apart as call sites name them: by name,
// integration and id.
type DataActionKey = [3]string

// Key is that of the call's data action.
func (c *Call) Key() DataActionKey {
	return DataActionKey{c.DataAction, c.Integration, c.ActionID}
}
