// Package documentation holds the tests of what users read: the descriptions in the
// schemas, the examples, the guides and the README.
package documentation
