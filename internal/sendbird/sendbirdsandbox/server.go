package sendbirdsandbox

import (
	"net/http"
	"sync"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Server is the sandbox's API, and its S3. It may be used, and changed, concurrently.
type Server struct {
	log     sandbox.Log
	faults  sandbox.Faults
	handler http.Handler

	mu           sync.Mutex
	behaviour    Behaviour
	clock        func() time.Time
	applications map[string]Application
	recordings   map[recorded]Recording
	// buckets have hashes for their secrets.
	buckets map[string]Bucket
	// objects are those of each bucket by their keys.
	objects map[string]map[string]Object
}

// New returns a server that behaves as b says and knows these applications, which
// have recorded nothing. There are no buckets.
func New(b Behaviour, applications ...Application) *Server {
	s := &Server{
		behaviour:    b,
		clock:        time.Now,
		applications: map[string]Application{},
		recordings:   map[recorded]Recording{},
		buckets:      map[string]Bucket{},
		objects:      map[string]map[string]Object{},
	}
	for _, a := range applications {
		s.AddApplication(a)
	}
	s.log.Redact = redact
	s.handler = sandbox.Wrap(http.HandlerFunc(s.route), &s.log, &s.faults)
	return s
}

// ServeHTTP answers as https://api-{application_id}.calls.sendbird.com does, for all
// applications: which one it is for, the request's Api-Token says. That is settled
// first, so that the log has it for a request that a fault answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := sandbox.WithAccount(r.Context(), s.authenticate(r))
	s.handler.ServeHTTP(w, r.WithContext(ctx))
}

// Log returns the requests that arrived. Request.Account is the application's ID.
// Request.JSON has the body, with what [sandbox.Hashed] makes of secret_key, and of
// all else that may be a secret; Request.Form and Request.Query are nil.
func (s *Server) Log() *sandbox.Log { return &s.log }

// Faults returns what is arranged to go wrong, or to take its time. See [Failure].
func (s *Server) Faults() *sandbox.Faults { return &s.faults }

// SetBehaviour changes how requests are answered from now on.
func (s *Server) SetBehaviour(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}

// SetClock has keys and objects take their times from now on from clock, which is
// never called twice at the same time and must not use the server.
func (s *Server) SetClock(clock func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = clock
}

func (s *Server) behaviourNow() Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behaviour
}
