package ci

import (
	"encoding/xml"
	"fmt"
	"os"
	"strings"
)

// xsdSchema is as much of XML Schema as the schema of JUnit reports uses:
// elements by reference in a sequence, and attributes, both of strings. What
// else stands in a schema makes reading it fail, so that nothing goes unchecked.
type xsdSchema struct {
	Elements []xsdElement `xml:"element"`
	Rest     []xsdUnknown `xml:",any"`
}

type xsdElement struct {
	Name    string       `xml:"name,attr"`
	Type    string       `xml:"type,attr"`
	Complex *xsdComplex  `xml:"complexType"`
	Rest    []xsdUnknown `xml:",any"`
}

type xsdComplex struct {
	Mixed      bool           `xml:"mixed,attr"`
	Sequence   []xsdReference `xml:"sequence>element"`
	Attributes []xsdAttribute `xml:"attribute"`
	Rest       []xsdUnknown   `xml:",any"`
}

type xsdReference struct {
	Ref string `xml:"ref,attr"`
	Min string `xml:"minOccurs,attr"`
	Max string `xml:"maxOccurs,attr"`
}

type xsdAttribute struct {
	Name string `xml:"name,attr"`
	Type string `xml:"type,attr"`
	Use  string `xml:"use,attr"`
}

type xsdUnknown struct{ XMLName xml.Name }

func readXSD(name string) (map[string]xsdElement, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var schema xsdSchema
	if err := xml.Unmarshal(text, &schema); err != nil {
		return nil, err
	}
	unknown := schema.Rest
	elements := map[string]xsdElement{}
	for _, e := range schema.Elements {
		elements[e.Name] = e
		unknown = append(unknown, e.Rest...)
		if e.Complex == nil && e.Type != "xs:string" {
			return nil, fmt.Errorf("element %s of type %q", e.Name, e.Type)
		}
		if e.Complex == nil {
			continue
		}
		unknown = append(unknown, e.Complex.Rest...)
		for _, a := range e.Complex.Attributes {
			if a.Type != "xs:string" {
				return nil, fmt.Errorf("attribute %s of type %q", a.Name, a.Type)
			}
		}
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("the schema uses %s, which the test cannot check", unknown[0].XMLName.Local)
	}
	return elements, nil
}

// xmlNode is any element.
type xmlNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []xmlNode  `xml:",any"`
}

// checkXSD returns what in a document is not as the schema has it.
func checkXSD(schema map[string]xsdElement, n xmlNode) (wrong []string) {
	say := func(format string, args ...any) {
		wrong = append(wrong, n.XMLName.Local+": "+fmt.Sprintf(format, args...))
	}
	e, known := schema[n.XMLName.Local]
	if !known {
		say("no such element")
		return wrong
	}
	if e.Complex == nil {
		if len(n.Attrs)+len(n.Children) > 0 {
			say("is a string, and has attributes or elements")
		}
		return wrong
	}
	if !e.Complex.Mixed && strings.TrimSpace(n.Text) != "" {
		say("holds text %q", n.Text)
	}
	allowed := map[string]bool{}
	for _, a := range e.Complex.Attributes {
		allowed[a.Name] = true
		if a.Use == "required" && !hasAttr(n, a.Name) {
			say("lacks the attribute %s", a.Name)
		}
	}
	for _, a := range n.Attrs {
		if !allowed[a.Name.Local] {
			say("has the attribute %s", a.Name.Local)
		}
	}
	rest := n.Children
	for _, ref := range e.Complex.Sequence {
		count := 0
		for len(rest) > 0 && rest[0].XMLName.Local == ref.Ref && (ref.Max == "unbounded" || count < 1) {
			wrong = append(wrong, checkXSD(schema, rest[0])...)
			rest = rest[1:]
			count++
		}
		if count == 0 && ref.Min != "0" {
			say("lacks %s", ref.Ref)
		}
	}
	if len(rest) > 0 {
		say("holds %s where it may not", rest[0].XMLName.Local)
	}
	return wrong
}

func hasAttr(n xmlNode, name string) bool {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}
