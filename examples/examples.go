// Package examples holds the examples of the documentation, which the tests apply.
package examples

import "embed"

// Files are the examples: a folder that has `.tf` files is a configuration. The folders of demo are steps of one.
//
//go:embed */*
var Files embed.FS
