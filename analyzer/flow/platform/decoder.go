package platform

import (
	"fmt"
	"strings"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// decoder collects one flow. An embedded common module is a flow of its own,
// with its own decoder on the same reader.
type decoder struct {
	prompted []string // kinds of action whose default is to play something while they wait
	*reader
	flow  *flow.Flow
	depth int // how many flows this one is embedded in

	containers []*container
	byID       map[string]*container
	actions    map[string]*node
	declared   map[string]string // variable GUID -> name
	unresolved []nameUse
	written    []*flow.Value
	seen       map[string]bool // scratch of distinct
	reading    actionReader    // of the action at hand
	chain      []*node         // of the blocks being linked

	entry       string
	entryPos    source.Pos
	isFlow      bool
	errorRef    string
	intents     []intentRef
	knowledge   intentRef
	modules     []module
	uses        []use
	wrapped     *decoder           // the flow inside an API envelope
	counts      map[*container]int // references to each container
	taskOutputs map[outputKey]string
}

// intentRef is an edge from an intent to a task.
type intentRef struct {
	intent string
	task   string
	pos    source.Pos
}

// module is an embedded common module with the actions that call it.
type module struct {
	*decoder
	callers map[string]bool
}

// decode reads a flow configuration object, or an envelope around one, and
// links it. It returns nil when the object is neither.
func (r *reader) decode(depth int) (*decoder, error) {
	if depth > r.opts.MaxDepth {
		return nil, r.errorAt(r.next(), "common modules are nested deeper than the limit of %d", r.opts.MaxDepth)
	}
	d := &decoder{
		reader:      r,
		flow:        &flow.Flow{Format: flow.Platform, File: r.file},
		depth:       depth,
		byID:        map[string]*container{},
		actions:     map[string]*node{},
		declared:    map[string]string{},
		seen:        map[string]bool{},
		counts:      map[*container]int{},
		taskOutputs: map[outputKey]string{},
	}
	begin, err := d.object(depth == 0, d.topLevel)
	if err != nil {
		return nil, err
	}
	if !d.isFlow {
		return d.unwrapped(), nil
	}
	d.flow.Pos = r.posAt(begin)
	if err := d.link(); err != nil {
		return nil, err
	}
	d.applyDefaults()
	d.flow.Notes = append(d.flow.Notes, flow.UndeclaredTaskOutputs(d.flow)...)
	return d, nil
}

// unwrapped returns the flow that an envelope holds, with the envelope's id.
func (d *decoder) unwrapped() *decoder {
	if d.wrapped != nil && d.wrapped.flow.ID == "" {
		d.wrapped.flow.ID = d.flow.ID
	}
	return d.wrapped
}

// topLevel reads one member of the flow object.
func (d *decoder) topLevel(key string) (err error) {
	switch key {
	case "name":
		d.flow.Name, err = d.string()
	case "type":
		err = d.flowType()
	case "id":
		d.flow.ID, err = d.string()
	case "initialSequence":
		d.entry, err = d.string()
		d.entryPos = d.posAt(d.offset() - len(d.entry) - 2)
	case "flowSequenceItemList":
		d.isFlow = true
		err = d.array(true, func(int) error { return d.readContainer() })
	case "variables":
		d.flow.Variables, err = d.variables()
	case "errorHandling":
		err = d.errorHandling()
	case "commonModules":
		err = d.array(false, func(int) error { return d.readModule() })
	case "defaultSettings":
		err = d.defaultSettings()
	case "nluMetaData":
		err = d.languageModel()
	case "knowledgeSettings":
		err = d.knowledgeSettings()
	case "manifest":
		err = d.manifest()
	case "configuration", "latestConfiguration", "flowConfiguration":
		d.wrapped, err = d.decode(d.depth + 1)
	default:
		err = d.skip()
	}
	return err
}

func (d *decoder) flowType() error {
	begin := d.next()
	name, err := d.string()
	typ, known := flow.TypeOf(name)
	d.flow.Type = typ
	if !known && name != "" {
		d.flow.Notes = append(d.flow.Notes, &source.Error{File: d.file.Name, Pos: d.posAt(begin), Message: flow.UnknownType(typ)})
	}
	return err
}

// errorHandling reads what the flow does on a run-time error. The kinds that
// go on in the flow name their container as actions do.
func (d *decoder) errorHandling() error {
	handling := &d.flow.Errors
	begin, err := d.object(false, func(key string) (err error) {
		switch key {
		case "handlingType":
			handling.Kind, err = d.string()
			handling.Kind = errorKind(handling.Kind)
		case "queue":
			handling.Queue, err = d.value()
		case "taskReference", "menuReference", "stateReference":
			d.errorRef, err = d.string()
		default:
			err = d.skip()
		}
		return err
	})
	handling.Pos = d.posAt(begin)
	return err
}

// errorKind gives the platform's word in lower camel case. The variants that
// go to a container are spelled several ways by the platform's own tools
// ("Task", "JumpToTask", "TransferTask"); they become "task", "menu", "state".
func errorKind(word string) string {
	for _, prefix := range []string{"JumpTo", "Transfer", "Change"} {
		switch rest := strings.TrimPrefix(word, prefix); rest {
		case "Task", "Menu", "State":
			return strings.ToLower(rest)
		}
	}
	return lowerFirst(word)
}

// readModule reads one embedded common module.
func (d *decoder) readModule() error {
	m := module{callers: map[string]bool{}}
	var id, name, version string
	_, err := d.object(false, func(key string) (err error) {
		switch key {
		case "id":
			id, err = d.string()
		case "name":
			name, err = d.string()
		case "version":
			version, err = d.scalar()
		case "actionReferences":
			err = d.array(false, func(int) error {
				action, err := d.string()
				m.callers[action] = true
				return err
			})
		case "model":
			m.decoder, err = d.decode(d.depth + 1)
		default:
			err = d.skip()
		}
		return err
	})
	if err != nil || m.decoder == nil {
		return err
	}
	if id != "" {
		m.flow.ID = id
	}
	if m.flow.Name == "" {
		m.flow.Name = name
	}
	m.flow.Version = version
	d.modules = append(d.modules, m)
	d.flow.Modules = append(d.flow.Modules, m.flow)
	return nil
}

// problem records a contradiction.
func (d *decoder) problem(pos source.Pos, format string, args ...any) {
	d.flow.Problems = append(d.flow.Problems, &source.Error{
		File: d.file.Name, Pos: pos, Message: fmt.Sprintf(format, args...),
	})
}

// count guards against texts that are nothing but nodes.
func (d *decoder) count() error {
	d.nodes++
	if d.nodes > d.opts.MaxNodes {
		return d.errorAt(d.next(), "more containers and actions than the limit of %d", d.opts.MaxNodes)
	}
	return nil
}
