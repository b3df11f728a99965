package sendbirdsandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Application is a Sendbird application that the sandbox knows.
type Application struct {
	// ID is of letters, digits and hyphens, such as a UUID in capitals.
	ID string
	// APIToken is another for each application: requests are told apart by it.
	APIToken string
	// Region is the AWS region that the application's recordings are in.
	Region string
}

// regions are those that a recording can be copied in, as documented.
var regions = []string{"ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "eu-central-1", "us-west-2", "us-east-1"}

var (
	applicationID = regexp.MustCompile(`^[0-9A-Za-z-]+$`)
	apiToken      = regexp.MustCompile(`^[0-9A-Za-z]+$`)
)

// NewApplication returns an application in us-east-1 with a random ID and token, of
// Sendbird's form and of no use at Sendbird.
func NewApplication() Application {
	return Application{ID: strings.ToUpper(randomUUID()), APIToken: sandbox.RandomHex(40), Region: "us-east-1"}
}

// Validate returns an error if the ID or the token has other characters than
// Sendbird's have, or the region is not one of Sendbird's.
func (a Application) Validate() error {
	switch {
	case !applicationID.MatchString(a.ID):
		return fmt.Errorf("application ID %q: want letters, digits and hyphens only", a.ID)
	case !apiToken.MatchString(a.APIToken):
		return fmt.Errorf("API token of %s: want letters and digits only", a.ID)
	case !slices.Contains(regions, a.Region):
		return fmt.Errorf("region %q of %s: want one of %s", a.Region, a.ID, strings.Join(regions, ", "))
	}
	return nil
}

// AddApplication adds an application, or replaces the one with the same ID. Its
// recordings stay as they are.
func (s *Server) AddApplication(a Application) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.applications[a.ID] = a
}

// authenticate returns the ID of the application whose token the request carries, or
// "". An application without a token cannot be entered with an empty one.
func (s *Server) authenticate(r *http.Request) string {
	token := r.Header.Get("Api-Token")
	if token == "" {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, a := range s.applications {
		if a.APIToken == token {
			return id
		}
	}
	return ""
}

// randomUUID has a UUID's groups of digits.
func randomUUID() string {
	hex := sandbox.RandomHex(32)
	return strings.Join([]string{hex[:8], hex[8:12], hex[12:16], hex[16:20], hex[20:]}, "-")
}
