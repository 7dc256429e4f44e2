package walks

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Flow is a flow whose runs are made up. It is safe for concurrent use.
type Flow struct {
	ID      string
	Type    string
	Version int
	seed    uint64
	load    func() (*program, error)

	mu   sync.Mutex
	days map[time.Time]*Day
}

// New prepares a flow: its published version, and the configuration of it.
func New(id, kind string, version int, seed uint64, configuration func() ([]byte, error)) *Flow {
	return &Flow{ID: id, Type: kind, Version: version, seed: seed, days: map[time.Time]*Day{}, load: sync.OnceValues(
		func() (*program, error) {
			text, err := configuration()
			if err != nil {
				return nil, err
			}
			return parse(text)
		})}
}

// Started is a run with when it began and by which version.
type Started struct {
	Run
	Version int
	At      time.Time
	ID      string
}

// Count is how many runs begin in an hour: more by day than by night.
func (f *Flow) Count(hour time.Time) int {
	busy := 3
	if h := hour.Hour(); h >= 8 && h < 18 {
		busy = 60
	}
	return busy/2 + rand.New(rand.NewPCG(f.seed, hash(f.ID+hour.Format(time.RFC3339)))).IntN(busy)
}

// Make makes one of the runs that begin in an hour.
func (f *Flow) Make(hour time.Time, i int) (Started, error) {
	p, err := f.load()
	if err != nil {
		return Started{}, err
	}
	r := rand.New(rand.NewPCG(f.seed^uint64(i), hash(f.ID+hour.Format(time.RFC3339))))
	out := Started{
		Run: p.walk(shares{f.seed}, r), Version: f.Version, ID: runID(f.ID, hour, i),
		At: hour.Add(time.Hour * time.Duration(i) / time.Duration(f.Count(hour))),
	}
	if i%37 == 36 && f.Version > 1 {
		out.Version-- // began before the flow was published
	}
	return out, nil
}

// runID names a run so that it can be made again.
func runID(flow string, hour time.Time, i int) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(hash(flow)), uint64(hour.Unix()/3600)<<16|uint64(i))
}

// ByID makes the run of an id, false when it is none of the flow's.
func (f *Flow) ByID(id string) (Started, bool) {
	var flow uint32
	var rest uint64
	if n, err := fmt.Sscanf(id, "%08x-0000-4000-8000-%012x", &flow, &rest); n != 2 || err != nil || flow != uint32(hash(f.ID)) {
		return Started{}, false
	}
	hour, i := time.Unix(int64(rest>>16)*3600, 0).UTC(), int(rest&0xffff)
	if i >= f.Count(hour) {
		return Started{}, false
	}
	run, err := f.Make(hour, i)
	return run, err == nil
}

// Day is what the runs of a day (UTC) come to.
type Day struct {
	// Entered is the runs by version and hour, Objects those that an object ran in,
	// by version and object.
	Entered map[int][24]int
	Objects map[Object]int
	// Calls are executions of data actions by hour.
	Calls map[Call]Calls
	// Asks are the runs that left a question by a result.
	Asks map[Ask]int
}

// Object is an action or menu of a version.
type Object struct {
	Version int
	ID      string
}

// Call is executions of a data action in an hour.
type Call struct {
	DataAction string
	Output     string // "__SUCCESS__", "__FAILURE__", "__TIMEOUT__"
	Hour       int
}

// Calls is how many there were, and how long they took together.
type Calls struct{ Count, Milliseconds, Longest int }

// Ask is a bot's question and how it was left.
type Ask struct {
	Version        int
	Action, Output string
}

// Day walks the runs of a day, once.
func (f *Flow) Day(day time.Time) (*Day, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if d := f.days[day]; d != nil {
		return d, nil
	}
	d := &Day{Entered: map[int][24]int{}, Objects: map[Object]int{}, Calls: map[Call]Calls{}, Asks: map[Ask]int{}}
	for h := range 24 {
		hour := day.Add(time.Duration(h) * time.Hour)
		for i := range f.Count(hour) {
			run, err := f.Make(hour, i)
			if err != nil {
				return nil, err
			}
			d.count(run, h)
		}
	}
	f.days[day] = d
	return d, nil
}

func (d *Day) count(run Started, hour int) {
	entered := d.Entered[run.Version]
	entered[hour]++
	d.Entered[run.Version] = entered
	seen := map[Object]bool{}
	asked := map[Ask]bool{}
	for _, s := range run.Steps {
		if object := (Object{run.Version, s.ID}); !seen[object] {
			seen[object] = true
			d.Objects[object]++
		}
		if s.Kind == "AskForSlotAction" {
			if ask := (Ask{run.Version, s.ID, s.Output}); !asked[ask] {
				asked[ask] = true
				d.Asks[ask]++
			}
		}
		if s.DataAction != "" {
			key := Call{s.DataAction, s.Output, hour}
			c := d.Calls[key]
			d.Calls[key] = Calls{c.Count + 1, c.Milliseconds + s.Took, max(c.Longest, s.Took)}
		}
	}
}
