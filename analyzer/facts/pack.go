package facts

import "encoding/binary"

// PackedNodes are the nodes of a flow in a tenth of their memory: most of the
// texts of their many records are the same. Lists that are empty come back nil.
type PackedNodes struct {
	texts []string
	data  []byte
}

// PackNodes packs nodes.
func PackNodes(nodes []Node) PackedNodes {
	p := &packer{index: make(map[string]uint64)}
	packList(p, &nodes, packNode)
	out := PackedNodes{texts: make([]string, len(p.texts)), data: make([]byte, len(p.data))}
	copy(out.texts, p.texts)
	copy(out.data, p.data)
	return out
}

// Nodes returns the nodes again.
func (p PackedNodes) Nodes() []Node {
	if len(p.data) == 0 {
		return nil
	}
	var nodes []Node
	packList(&unpacker{texts: p.texts, data: p.data}, &nodes, packNode)
	return nodes
}

// codec writes values or reads them: what visits a record's fields in one order
// does both.
type codec interface {
	number(*int)
	text(*string)
}

// packer writes: numbers as varints, texts as numbers in a table.
type packer struct {
	index map[string]uint64
	texts []string
	data  []byte
}

func (p *packer) number(n *int) { p.data = binary.AppendVarint(p.data, int64(*n)) }

func (p *packer) text(s *string) {
	i, known := p.index[*s]
	if !known {
		i = uint64(len(p.texts))
		p.index[*s] = i
		p.texts = append(p.texts, *s)
	}
	p.data = binary.AppendUvarint(p.data, i)
}

// unpacker reads what a packer wrote.
type unpacker struct {
	texts []string
	data  []byte
}

func (u *unpacker) number(n *int) {
	x, size := binary.Varint(u.data)
	*n, u.data = int(x), u.data[size:]
}

func (u *unpacker) text(s *string) {
	i, size := binary.Uvarint(u.data)
	*s, u.data = u.texts[i], u.data[size:]
}

func packNode(c codec, n *Node) {
	packPlace(c, &n.Place)
	c.text(&n.Name)
	c.text(&n.Kind)
	packBool(c, &n.Opaque)
	c.text(&n.Container)
	packBool(c, &n.Reachable)
	packBool(c, &n.Disabled)
	has := n.Loop != nil
	if packBool(c, &has); has {
		if n.Loop == nil {
			n.Loop = new(string)
		}
		c.text(n.Loop)
	}
	packList(c, &n.Outputs, packOutput)
	packList(c, &n.Inputs, packValue)
	packList(c, &n.Values, packValue)
	c.text(&n.Target)
}

func packPlace(c codec, p *Place) {
	c.text(&p.Flow)
	c.text(&p.File)
	c.number(&p.Line)
	c.number(&p.Column)
	c.text(&p.Node)
	c.text(&p.Pointer)
}

func packOutput(c codec, o *Output) {
	c.text(&o.Name)
	c.text(&o.State)
}

func packValue(c codec, v *Value) {
	packPlace(c, &v.Place)
	c.text(&v.Name)
	c.text(&v.Kind)
	c.text(&v.Text)
	packBool(c, &v.Known)
	packList(c, &v.Reads, codec.text)
}

func packBool(c codec, b *bool) {
	n := 0
	if *b {
		n = 1
	}
	c.number(&n)
	*b = n != 0
}

// packList visits the length of a list and its elements, which a reader makes.
func packList[T any](c codec, list *[]T, one func(codec, *T)) {
	n := len(*list)
	c.number(&n)
	if n > len(*list) {
		*list = make([]T, n)
	}
	for i := range *list {
		one(c, &(*list)[i])
	}
}
