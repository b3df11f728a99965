package sandbox

import "net/http"

// StandIn is the stand-in for a vendor, as acceptance tests and the sandbox command serve it.
type StandIn interface {
	http.Handler
	// Environment returns the environment variables with which the provider reaches the stand-in at a base URL.
	Environment(baseURL string) map[string]string
	// Secrets are the credentials in the environment that must not be stored or printed.
	Secrets() []string
	// Samples are arguments with which the vendor's examples work, by the names of the variables.
	Samples() map[string]string
}
