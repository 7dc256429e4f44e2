package flowfacts

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/calibrate"
	"archlint/analyzer/cfg"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/phrase"
)

// WriteProfile writes what was fitted as a traffic profile, with the interval of each
// figure and the passes that it rests on as a comment. The figures of an action of a
// common module stand under the module.
func (c *Counted) WriteProfile(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# Fitted to counts by archlint calibrate: each figure with its 95 % interval and the number of passes behind it.\n")
	b.WriteString("partial: true\nflows:\n")
	modules := map[*flow.Flow]*section{}
	empty := true
	for _, f := range c.Flows {
		if f.Fit == nil {
			continue
		}
		own := &section{name: cmp.Or(f.Flow.ID, f.Flow.Name), title: f.Flow.Name,
			fitted: fmt.Sprintf("    fitted: {version: %s, executions: %s, days: %d}\n", scalar(f.Version), plain(f.Runs), f.Days)}
		for i := range f.Graph.Nodes {
			n := &f.Graph.Nodes[i]
			into := own
			if n.Module != nil {
				if !f.Matched.ModulesHere || c.byID[n.Module.ID] != nil && c.byID[n.Module.ID].Fit != nil {
					continue
				}
				if modules[n.Module] == nil {
					modules[n.Module] = &section{name: cmp.Or(n.Module.ID, n.Module.Name), title: n.Module.Name, seen: map[string]bool{}}
				}
				into = modules[n.Module]
			}
			into.add(f.Fit, cfg.NodeID(i), n)
		}
		own.write(&b)
		empty = false
	}
	sections := make([]*section, 0, len(modules))
	for _, s := range modules {
		sections = append(sections, s)
	}
	slices.SortFunc(sections, func(a, b *section) int { return cmp.Or(cmp.Compare(a.title, b.title), cmp.Compare(a.name, b.name)) })
	written := map[string]bool{}
	for _, s := range sections {
		if !written[s.name] {
			s.write(&b)
		}
		written[s.name] = true
	}
	text := b.String()
	if empty {
		text = strings.TrimSuffix(text, "flows:\n") + "flows: {}\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// section is what a profile says of one flow.
type section struct {
	name, title, fitted string
	nodes, ends, loops  strings.Builder
	seen                map[string]bool
}

// add adds what was fitted of a node. Of several copies of a common module the first is
// taken.
func (s *section) add(fit *calibrate.Fit, id cfg.NodeID, n *cfg.Node) {
	place := calibrate.Place(n)
	if s.seen[place] || place == "" {
		return
	}
	shares, end, rounds := fit.Shares[id], fit.Ends[id], fit.Rounds[id]
	if s.seen != nil && (shares != nil || end.Passes > 0 || rounds.Passes > 0) {
		s.seen[place] = true
	}
	if len(shares) > 0 {
		fmt.Fprintf(&s.nodes, "      %s: # %s\n", scalar(place), comment(calibrate.Title(n)))
		rounded := roundShares(n, shares)
		for _, e := range n.Out {
			if value, ok := rounded[e.Output]; ok {
				fmt.Fprintf(&s.nodes, "        %s: %s # %s\n", scalar(e.Output), figure(value), intervalText(shares[e.Output]))
				delete(rounded, e.Output)
			}
		}
	}
	if end.Passes > 0 && end.Value > 0 {
		fmt.Fprintf(&s.ends, "      %s: %s # %s: %s\n", scalar(place), figure(end.Value), comment(calibrate.Title(n)), intervalText(end))
	}
	if rounds.Passes > 0 {
		fmt.Fprintf(&s.loops, "      %s: %s # %s: %s\n", scalar(place), figure(rounds.Value), comment(calibrate.Title(n)), intervalText(rounds))
	}
}

func (s *section) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s: # %s\n%s", scalar(s.name), comment(s.title), s.fitted)
	for _, part := range []struct {
		key  string
		text *strings.Builder
	}{{"nodes", &s.nodes}, {"ends", &s.ends}, {"loops", &s.loops}} {
		if part.text.Len() > 0 {
			fmt.Fprintf(b, "    %s:\n%s", part.key, part.text.String())
		}
	}
	if s.fitted == "" && s.nodes.Len()+s.ends.Len()+s.loops.Len() == 0 {
		b.WriteString("    {}\n")
	}
}

func intervalText(s calibrate.Share) string {
	return fmt.Sprintf("%s to %s, %s passes", short(s.Low), short(s.High), phrase.Grouped(s.Passes))
}

// scalar is a text as a scalar in double quotes, which YAML writes as JSON does.
func scalar(s string) string { return strconv.QuoteToASCII(s) }

// comment is a text that cannot end a comment.
func comment(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff {
			return ' '
		}
		return r
	}, s)
}

// roundShares rounds the shares of a node so that they still add up to one: the
// greatest takes what is left.
func roundShares(n *cfg.Node, shares map[string]calibrate.Share) map[string]float64 {
	out, left, most := make(map[string]float64, len(shares)), 1.0, ""
	for _, e := range n.Out { // in one order
		share, ok := shares[e.Output]
		if _, done := out[e.Output]; done || !ok {
			continue
		}
		out[e.Output] = rounded(share.Value)
		left -= out[e.Output]
		if most == "" || share.Value > shares[most].Value {
			most = e.Output
		}
	}
	out[most] = rounded(out[most] + left)
	return out
}

// rounded keeps six decimals.
func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func figure(x float64) string { return strconv.FormatFloat(rounded(x), 'f', -1, 64) }

func short(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
