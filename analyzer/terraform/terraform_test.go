package terraform

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"archlint/analyzer/source"
)

// TestRead evaluates configurations: each is an archive whose file "want" lists the
// deployments, a line each and the substitutions below it.
func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		options Options
		files   string
	}{
		"defaults, locals and files of values": {Options{}, `
-- a/main.tf --
variable "loops" { default = 12 }
variable "region" { type = string }
variable "wait" {
  type = number
}
locals {
  label = "${upper(var.region)}-${local.kind}"
  kind  = "shop"
}
resource "genesyscloud_flow" "shop" {
  filepath      = "${path.module}/flows/shop.yaml"
  substitutions = { loops = var.loops, name = local.label, wait = var.wait, half = var.wait / 2 }
}
-- a/terraform.tfvars --
region = "eu"
wait   = 4
-- a/zz.auto.tfvars --
wait = 5
-- a/other.tfvars --
region = "never read on its own"
-- want --
genesyscloud_flow.shop a/flows/shop.yaml
  half=2.5
  loops=12
  name=EU-shop
  wait=5
`},
		"values by flag and environment": {Options{Vars: []string{"a=flag"}, Workspace: "blue", Getenv: func(name string) string {
			return map[string]string{"TF_VAR_a": "environment", "TF_VAR_b": "environment", "TF_VAR_n": "3"}[name]
		}}, `
-- main.tf --
variable "a" {}
variable "b" {}
variable "n" { type = number }
resource "genesyscloud_flow" "f" {
  filepath      = "f.yaml"
  substitutions = { a = var.a, b = var.b, n = var.n + 1, w = terraform.workspace }
}
-- want --
genesyscloud_flow.f f.yaml
  a=flag
  b=environment
  n=4
  w=blue
`},
		"modules by local path": {Options{}, `
-- env/prod/main.tf --
module "shop" {
  source   = "../../modules/flow"
  for_each = { de = 3, us = 5 }
  name     = "Shop ${each.key}"
  loops    = each.value
}
module "remote" {
  source           = "git::https://example.org/actions.git"
  integration_name = "Orders"
}
-- modules/flow/main.tf --
variable "name" {}
variable "loops" {}
resource "genesyscloud_flow" "this" {
  filepath      = "${path.module}/flow.yaml"
  substitutions = { name = var.name, loops = var.loops }
}
-- env/prod/flow.tf --
resource "genesyscloud_flow" "own" {
  filepath      = "../../modules/flow/flow.yaml"
  substitutions = { category = module.remote.integration_name, id = module.remote.id }
}
-- want --
genesyscloud_flow.own modules/flow/flow.yaml
  category=Orders
  id?module.remote.id
module.shop["de"].genesyscloud_flow.this modules/flow/flow.yaml
  loops=3
  name=Shop de
module.shop["us"].genesyscloud_flow.this modules/flow/flow.yaml
  loops=5
  name=Shop us
`},
		"what only an apply knows": {Options{}, `
-- main.tf --
variable "queue" {}
resource "genesyscloud_integration_action" "order" { name = "Get order" }
resource "genesyscloud_integration_action" "many" {
  count = 2
  name  = "Many"
}
data "genesyscloud_routing_queue" "q" { name = var.queue }
resource "genesyscloud_flow" "f" {
  filepath = "f.yaml"
  substitutions = {
    action = genesyscloud_integration_action.order.name
    id     = genesyscloud_integration_action.order.id
    many   = genesyscloud_integration_action.many[0].name
    queue  = data.genesyscloud_routing_queue.q.name
    text   = "Queue ${var.queue}"
    file   = file("secret.txt")
    fixed  = "x"
  }
}
-- want --
genesyscloud_flow.f f.yaml
  action=Get order
  file?an expression that only Terraform evaluates
  fixed=x
  id?genesyscloud_integration_action.order.id
  many?genesyscloud_integration_action.many.name
  queue?var.queue
  text?var.queue
`},
		"count, for_each over a set, unknown numbers": {Options{}, `
-- main.tf --
variable "sites" {}
resource "genesyscloud_flow" "a" {
  count         = 2
  filepath      = "f.yaml"
  substitutions = { i = count.index }
}
resource "genesyscloud_flow" "b" {
  for_each      = toset(["x", "y"])
  filepath      = "f.yaml"
  substitutions = merge({ k = each.key }, { v = each.value })
}
resource "genesyscloud_flow" "c" {
  for_each      = var.sites
  filepath      = "f.yaml"
  substitutions = { k = each.key }
}
resource "genesyscloud_flow" "d" {
  filepath      = "f.yaml"
  substitutions = var.sites
}
-- want --
genesyscloud_flow.a[0] f.yaml
  i=0
genesyscloud_flow.a[1] f.yaml
  i=1
genesyscloud_flow.b["x"] f.yaml
  k=x
  v=x
genesyscloud_flow.b["y"] f.yaml
  k=y
  v=y
genesyscloud_flow.c[?] f.yaml
  k?each.key
genesyscloud_flow.d f.yaml
  (open)
`},
		"JSON syntax, a plan beats the configuration": {Options{}, `
-- main.tf.json --
{"variable": {"n": {"default": 2}},
 "resource": {"genesyscloud_flow": {"f": {"filepath": "${path.module}/f.yaml", "substitutions": {"n": "${var.n}"}},
                                    "g": {"filepath": "g.yaml", "substitutions": {"n": "${var.unknown}"}}}}}
-- plan.json --
{"planned_values": {"root_module": {"resources": [
  {"address": "genesyscloud_flow.g", "mode": "managed", "type": "genesyscloud_flow",
   "values": {"filepath": "./g.yaml", "substitutions": {"n": "7"}}}]}}}
-- want --
genesyscloud_flow.f f.yaml
  n=2
genesyscloud_flow.g g.yaml
  n=7
`},
		"circles, and paths that lead out": {Options{}, `
-- main.tf --
locals {
  a = local.b
  b = local.a
}
module "self" { source = "./" }
resource "genesyscloud_flow" "f" {
  filepath      = "/etc/passwd"
  substitutions = { a = local.a, n = genesyscloud_flow.f.name }
}
-- want --
genesyscloud_flow.f 
  a?local.a, which refers to itself
  n?genesyscloud_flow.f.name
`},
	} {
		t.Run(name, func(t *testing.T) {
			archive := txtar.Parse([]byte(tt.files))
			var files []*source.File
			want := ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				files = append(files, source.NewFile(f.Name, f.Data))
			}
			got, errs := Read(files, tt.options)
			for _, err := range errs {
				t.Error(err)
			}
			// A module that calls itself deploys its flows as often as it is followed.
			got = slices.DeleteFunc(got, func(d Deployment) bool { return strings.HasPrefix(d.Address, "module.self.") })
			if diff := cmp.Diff(want, printed(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func printed(all []Deployment) string {
	var b strings.Builder
	for _, d := range all {
		file := ""
		if len(d.Candidates) > 0 {
			file = d.Candidates[0]
		}
		fmt.Fprintf(&b, "%s %s\n", d.Address, file)
		for _, s := range d.Substitutions {
			if s.Known {
				fmt.Fprintf(&b, "  %s=%s\n", s.Key, s.Value)
			} else {
				fmt.Fprintf(&b, "  %s?%s\n", s.Key, strings.Join(s.DependsOn, ", "))
			}
		}
		if d.Open {
			b.WriteString("  (open)\n")
		}
	}
	return b.String()
}

// TestHostile evaluates configurations that would take any memory or time: they end,
// and what they say is unknown.
func TestHostile(t *testing.T) {
	doubling := strings.Builder{}
	doubling.WriteString("locals {\n  l0 = \"xxxxxxxxxxxxxxxx\"\n")
	for i := range 60 {
		fmt.Fprintf(&doubling, "  l%d = \"${local.l%d}${local.l%d}\"\n", i+1, i, i)
	}
	doubling.WriteString("}\n")
	flow := func(value string) string {
		return "resource \"genesyscloud_flow\" \"f\" {\n  filepath = \"f.yaml\"\n  substitutions = { v = " + value + " }\n}\n"
	}
	for name, text := range map[string]string{
		"a text that is doubled": doubling.String() + flow("local.l60"),
		"loops in loops": flow("join(\"\", flatten([for a in range(1000): [for b in range(1000): [for c in range(1000): " +
			"\"x\"]]]))"),
		"a huge number":     flow("1e999999"),
		"a huge count":      "resource \"genesyscloud_flow\" \"f\" {\n  count = 1000000000\n  filepath = \"f.yaml\"\n}\n",
		"not Terraform":     "resource \"genesyscloud_flow\" {{{",
		"a binary":          "\x00\x01\x02",
		"modules in a tree": "module \"a\" { source = \"./\" }\nmodule \"b\" { source = \"./\" }\nmodule \"c\" { source = \"./\" }\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := Read([]*source.File{source.NewFile("main.tf", []byte(text))}, Options{})
			for _, d := range got {
				for _, s := range d.Substitutions {
					if s.Known {
						t.Errorf("%s is known: %.40s", s.Key, s.Value)
					}
				}
			}
			if len(got) > maxInstances {
				t.Errorf("%d deployments", len(got))
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("resource \"genesyscloud_flow\" \"f\" {\n filepath = \"x\"\n substitutions = { a = var.b }\n}"))
	f.Add([]byte("locals {\n a = [for k, v in { x = 1 } : \"${k}${v}\"]\n}\nmodule \"m\" {\n source = \"./\"\n}"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		for _, name := range []string{"main.tf", "main.tf.json", "terraform.tfvars", "plan.json"} {
			Read([]*source.File{source.NewFile(name, text)}, Options{})
		}
	})
}
