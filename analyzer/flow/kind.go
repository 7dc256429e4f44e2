package flow

import (
	"fmt"
	"slices"
)

// Kind is one entry of the action table: everything that decoding, analysis
// and documentation know of a kind of action.
type Kind struct {
	// Name is the canonical name: the Archy key ("callData").
	Name string
	// Types are the Platform __type discriminators that mean this kind
	// ("DataAction"; menus: also "TaskAction").
	Types []string
	// Aliases are further Archy keys of the same meaning ("menuJumpToTask").
	Aliases []string
	// Outputs are the outputs that every action of this kind has, canonical
	// names in order, whether or not the file lists them. Outputs that depend
	// on the action (switch cases, intents, a called task's outputs) are not
	// listed here.
	Outputs []string
	// Optional are outputs of fixed names that exist only where the file lists
	// them.
	Optional []string
	// NoOutputsIn are the flow types in which the action has none of Outputs.
	NoOutputsIn []Type
	// Open is set where Outputs and Optional do not name every output: the
	// author or another object names more (intents, switch cases, a called
	// task's outputs), or the table cannot vouch for its list.
	Open bool
	// Unlisted is set where others than the author name further outputs. Archy
	// leaves outputs without actions out, so that in Archy an action which lists
	// outputs may have more that lead on after it.
	Unlisted bool
	// Runs is the kind of External that the action runs, "" for none.
	Runs string
	// Control is what the action does to the run.
	Control Control
	// Waits is set where the action takes time on purpose or until somebody
	// answers; Talks where it plays, says or sends something to the person, or
	// asks for input.
	Waits bool
	Talks bool
	// Recognises is set where the person's answer is free, so that a bot may
	// recognise any of its intents in it.
	Recognises bool
	// Leaves is what the action leaves the flow engine for, "" if nothing.
	Leaves Leaves
	// Lasts names the setting that says how long the action passes time on
	// purpose; AtMost the one after which it gives up waiting for an answer. Both
	// are "" where no setting says. A call's "timeout" is its own field of
	// DataAction. How long playing or asking takes stands in no file.
	Lasts  string
	AtMost string
	// Offers is set where the person may answer or not, by an output each.
	Offers bool
	// Foreign is set where the action runs something that no export holds, such
	// as another vendor's bot, which may end the interaction.
	Foreign bool
	// ComesBack is set where ending the run returns to the flow that called it.
	ComesBack bool
	// Until is set on loops that conditions of their own end.
	Until bool
	// Opaque marks kinds outside the table.
	Opaque bool
	// Source says where the entry comes from.
	Source string
}

// OutputsIn returns the outputs that an action of this kind always has in a
// flow of type t.
func (k *Kind) OutputsIn(t Type) []string {
	if slices.Contains(k.NoOutputsIn, t) {
		return nil
	}
	return k.Outputs
}

// Lists reports whether an action of this kind may have an output of that name,
// as far as the table knows.
func (k *Kind) Lists(output string) bool {
	return k.Open || slices.Contains(k.Outputs, output) || slices.Contains(k.Optional, output)
}

// UnlistedOutput says that the table does not list an output, which is followed
// all the same.
func UnlistedOutput(k *Kind, output string) string {
	return fmt.Sprintf("%s has an output %q, which archlint does not know: it is followed like any other", k.Name, output)
}

// Control is what an action does to the run it stands in.
type Control string

// The ways an action steers control.
const (
	Steps        Control = ""             // takes an output, or goes on
	Loops        Control = "loop"         // runs its "loop" output loopCount times, then goes on
	LoopNext     Control = "loopNext"     // to the head of the innermost loop
	LoopExit     Control = "loopExit"     // after the innermost loop
	Ends         Control = "ends"         // ends the run
	EndsState    Control = "endsState"    // ends the current state: the run, unless the flow has recurring states
	EndsTask     Control = "endsTask"     // returns to the caller of the task by TaskOutput; in a task nobody called, ends the run
	JumpsTo      Control = "jumpsTo"      // goes to Target and does not return
	Calls        Control = "calls"        // runs Target and returns by one of its outputs
	CallsModule  Control = "callsModule"  // runs a common module and returns
	CallsFlow    Control = "callsFlow"    // runs another flow (a bot) and returns
	Transfers    Control = "transfers"    // success ends the run; failure takes the failure output or goes on
	PreviousMenu Control = "previousMenu" // back to the menu that led here
	RepeatMenu   Control = "repeatMenu"   // the current menu again
)

// Leaves names what an action calls outside the flow engine.
type Leaves string

// What an action can leave the flow engine for.
const (
	LeavesNothing    Leaves = ""
	ToDataAction     Leaves = "dataAction"
	ToSecureAction   Leaves = "secureDataAction"
	ToBridge         Leaves = "bridge"
	ToBot            Leaves = "bot"
	ToDataTable      Leaves = "dataTable"
	ToDirectory      Leaves = "directory" // find queue, user, skill, ...
	ToConversation   Leaves = "conversationData"
	ToContacts       Leaves = "externalContacts"
	ToNotification   Leaves = "notification"
	ToWorkitem       Leaves = "workitem"
	ToSchedule       Leaves = "schedule"
	ToResponse       Leaves = "responseLibrary"
	ToKnowledge      Leaves = "knowledge"
	ToOtherPlatforms Leaves = "thirdPartyBot"
)
