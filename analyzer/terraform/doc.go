// Package terraform reads which flows a CX as Code configuration deploys, and with
// which values: resources of type genesyscloud_flow (provider mypurecloud/genesyscloud)
// name a file and the substitutions for the placeholders in it.
//
// A configuration is evaluated as far as it can be without Terraform, its state or a
// provider: variables with their defaults, variable files and TF_VAR_ values, locals,
// count and for_each, modules by local path, arguments of other resources. What only an
// apply knows, such as a resource's id, stays unknown, together with the names that it
// depends on. Functions that read files or the clock are unknown too: what they return
// is not part of the review.
package terraform
