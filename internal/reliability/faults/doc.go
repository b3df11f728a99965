// Package faults has the tests of what happens when requests fail: a matrix of every
// operation on a vendor's API and every fault, each both passing and staying. A table
// says for each cell how often the request is repeated and what comes of it, and the
// tests hold the provider to it.
//
// The provider is driven over Terraform's protocol, in this process, against the
// sandboxes, over real TLS and through real name resolution, neither of which leaves
// this process's loopback connections.
package faults
