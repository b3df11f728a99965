package faults_test

import (
	"context"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/reliability/report"
)

// operation is something that Terraform has the provider do, and the request of it
// that is to fail.
type operation struct {
	name   string
	class  class
	vendor vendor
	// method and path, or a part of it, tell the request; nth is which of those that
	// are alike, counted from 0.
	method, path string
	nth          int
	// what begins the error.
	what string
	// prepare makes what must be there before. run is the operation, and returns what
	// the user is told.
	prepare func(context.Context, *cell) error
	run     func(context.Context, *cell) (protocol.Diagnostics, error)
	// except are other verdicts than the table's, by the names of the faults.
	except map[string]verdict
	// as are what outcomes of the request are to the operation, where that is not the
	// same.
	as map[outcome]outcome
	// loses has the answer to the operation's creation get lost, without being the
	// target.
	loses bool
	// happened are other words for what happened than the table's, by the names of the
	// faults.
	happened map[string]string
	// timeouts is the name of the operation in the object's timeouts, "" if it has
	// none of its own.
	timeouts string
}

// vendor is whose API it is, and in what words the provider speaks of it.
type vendor struct{ title, config string }

var (
	twilio   = vendor{"Twilio", "twilio"}
	sendbird = vendor{"Sendbird", "sendbird"}
)

// fill completes words of the table.
func (v vendor) fill(words string) string {
	return strings.NewReplacer("{vendor}", v.title, "{config}", v.config).Replace(words)
}

func (o operation) verdict(r row) verdict {
	if v, ok := o.except[r.fault.name]; ok {
		return v
	}
	return r.verdict(o.class)
}

// outcome is what the outcome of the request is to the operation.
func (o operation) outcome(ofRequest outcome) outcome {
	if other, ok := o.as[ofRequest]; ok {
		return other
	}
	return ofRequest
}

// meets reports whether the matrix has a cell for the fault. To a read it is all the same
// whether it was carried out; and of what takes much memory, one of each kind is enough.
func (o operation) meets(f *fault) bool {
	switch {
	case f.lost:
		return o.class != reading
	case f.large:
		return slices.Contains([]string{"recording settings: read, GET", "recording settings: create, POST", "AWS credential: create, POST", "copy, resource: POST"}, o.name)
	}
	return true
}

// isAbout reports whether an attempt may be the operation's own request.
func (o operation) isAbout(a attempt) bool {
	return a.method == o.method && strings.Contains(a.url, o.path)
}

// operations are all that the matrix has. Under the race detector one of each pair of
// twins is enough, unless all is asked for: they share their code.
func operations() []operation {
	var every []operation
	for _, group := range [][]operation{settingsOperations(), listOperations(), credentialOperations(), queryOperations(), copyOperations()} {
		every = append(every, group...)
	}
	if raceDetector && !report.Full() {
		every = slices.DeleteFunc(every, func(o operation) bool {
			return strings.HasPrefix(o.name, "composition settings:") || strings.HasPrefix(o.name, "public key:")
		})
	}
	return every
}
