package archy

import (
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
)

// references are what stands open until all containers are known.
type references struct {
	known      map[string]*flow.Container // by refId, and by kind and refId
	containers []pending
	actions    []jump
}

// pending is a reference to a container; found receives it.
type pending struct {
	node  *yaml.Node
	found func(*flow.Container)
}

// jump is an action that names a container.
type jump struct {
	action *flow.Action
	node   *yaml.Node
}

// byID finds a container by its refId. Only the kind and the id together are
// unique: a task and a menu may share an id.
func (r *references) byID(kind flow.ContainerKind, id string) *flow.Container {
	return r.known[refKey(kind, id)]
}

// add makes a container known by its refId; of two with one id the first stays.
func (r *references) add(c *flow.Container) {
	if r.known == nil {
		r.known = map[string]*flow.Container{}
	}
	for _, key := range []string{refKey(c.Kind, c.ID), c.ID} {
		if r.known[key] == nil {
			r.known[key] = c
		}
	}
}

func refKey(kind flow.ContainerKind, id string) string { return string(kind) + "\x00" + id }

// splitRef takes a reference's last step apart: "/inboundCall/tasks/task[Main_12]"
// is the task Main_12. The id is everything between the brackets, which may
// hold any character.
func splitRef(ref string) (item, id string, ok bool) {
	ref = strings.TrimSpace(ref)
	if !strings.HasSuffix(ref, "]") {
		return "", "", false
	}
	for end := len(ref); end > 0; {
		if end = strings.LastIndexByte(ref[:end], '['); end < 0 {
			break
		}
		begin := end
		for begin > 0 && isLetter(ref[begin-1]) {
			begin--
		}
		if begin < end && (begin == 0 || ref[begin-1] == '/') {
			return ref[begin:end], ref[end+1 : len(ref)-1], true
		}
	}
	return "", "", false
}

// find resolves a reference, or tells why it cannot.
func (d *decoder) find(n *yaml.Node) *flow.Container {
	ref := textOf(n)
	if file, _, ok := externalRef(ref); ok && file != "" {
		d.externalProblem(n)
		return nil
	}
	item, id, ok := splitRef(ref)
	if ok {
		if c := d.refs.byID(containerKinds[item], id); c != nil {
			return c
		}
		if c := d.refs.known[id]; c != nil {
			return c
		}
	}
	d.problem(n, "nothing in this flow is referred to by %s", ref)
	return nil
}

// resolve finds what all references mean and completes what depends on it.
func (d *decoder) resolve() {
	for _, p := range d.refs.containers {
		if c := d.find(p.node); c != nil {
			p.found(c)
		}
	}
	for _, j := range d.refs.actions {
		j.action.Target = d.find(j.node)
		d.callOutputs(j.action)
	}
}

// externalRef splits "<file>#<path>". References within the file may begin
// with "#" alone.
func externalRef(ref string) (file, path string, ok bool) {
	file, path, ok = strings.Cut(ref, "#")
	ok = ok && strings.HasPrefix(path, "/") && !strings.ContainsAny(file, "[]")
	return strings.TrimSpace(file), path, ok
}

// externalProblem reports content that stands in another file, or of a text
// where an object belongs.
func (d *decoder) externalProblem(n *yaml.Node) {
	text := textOf(n)
	if _, _, ok := externalRef(text); ok {
		d.problem(n, "what stands at %s in another file is not read: a review of this flow is incomplete", text)
		return
	}
	if text == "" {
		d.problem(n, "an empty entry")
		return
	}
	d.problem(n, "%q stands where an object belongs", text)
}
