package flow

// Three questions are asked about waiting. Each is answered here, and nowhere else, from
// the table of kinds.

// HoldsInQueue reports whether an interaction in a queue waits while the action runs, so
// that an agent may answer then and end the in-queue flow: music, a wait, a prompt, a
// question (DESIGN, how a flow runs, 6).
func (k *Kind) HoldsInQueue() bool { return k.Waits || k.Talks }

// PassesTime reports whether the action lets time pass that nobody's answer ends: hold
// music, a wait, a transfer that rings. A question waits for its answer instead.
func (k *Kind) PassesTime() bool { return k.Waits && (!k.Talks || k.Lasts != "") }

// HasLength reports whether a setting of the action says how long it lets time pass.
func (k *Kind) HasLength() bool { return k.Lasts != "" }
