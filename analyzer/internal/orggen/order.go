package orggen

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// Shuffled is the organisation with its records, tasks and files in another
// order: everything in it means what it meant.
func (o Org) Shuffled(r *rand.Rand) Org {
	o = o.Clone()
	mix(r, o.Flows)
	mix(r, o.Queues)
	mix(r, o.Entries)
	mix(r, o.Actions)
	mix(r, o.Integrations)
	mix(r, o.Triggers)
	for i := range o.Flows {
		mix(r, o.Flows[i].Tasks[1:])
	}
	return o
}

func mix[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// Renamed is the organisation with other names of flows, in another order, and
// which old name each new one stands for.
func (o Org) Renamed(r *rand.Rand) (Org, map[string]string) {
	o = o.Clone()
	was, now := make(map[string]string), make(map[string]string)
	for i, at := range r.Perm(len(o.Flows)) {
		old := o.Flows[i].Name
		name := fmt.Sprintf("%c %s", 'A'+at, old)
		was[name], now[old] = old, name
	}
	rename := func(names ...*string) {
		for _, n := range names {
			if to, ok := now[*n]; ok {
				*n = to
			}
		}
	}
	o.visit(func(_ *Flow, list *[]Step) {
		for i := range *list {
			rename(&(*list)[i].To)
		}
	})
	for i := range o.Flows {
		rename(&o.Flows[i].Name)
	}
	for i := range o.Queues {
		rename(&o.Queues[i].CallFlow, &o.Queues[i].MessageFlow, &o.Queues[i].EmailFlow)
	}
	for i := range o.Entries {
		rename(&o.Entries[i].Flow)
	}
	for i := range o.Triggers {
		rename(&o.Triggers[i].Flow)
	}
	for i := range o.Actions {
		rename(&o.Actions[i].Launches)
	}
	return o, was
}

// Alike is the organisation in which every in-queue flow is called like the first
// flow. Ids tell them apart where an export has ids, types where it has names only.
func (o Org) Alike() Org {
	o = o.Clone()
	for i := range o.Flows {
		if strings.HasPrefix(o.Flows[i].Type, "inqueue") {
			o.Flows[i].Alias = o.Flows[0].Name
		}
	}
	return o
}

// ShuffledFiles are the files under names in another order.
func ShuffledFiles(r *rand.Rand, files []File) []File {
	files = slices.Clone(files)
	for i, at := range r.Perm(len(files)) {
		files[i].Name = prefixed(files[i].Name, fmt.Sprintf("%02d-", at))
	}
	return files
}

// prefixed puts a prefix before the last part of a name below flows and actions,
// whose names mean nothing.
func prefixed(name, prefix string) string {
	dir, file := path.Split(name)
	if !strings.HasPrefix(dir, "flows/") && !strings.HasPrefix(dir, "actions/") {
		return name
	}
	return dir + prefix + file
}
