package transport_test

import (
	"errors"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/transport"
)

// TestAnotherOriginIsNeverContacted has both servers up: only the chain keeps
// the request from the second.
func TestAnotherOriginIsNeverContacted(t *testing.T) {
	t.Parallel()
	own, other := serve(t, ok), serve(t, ok)
	client := own.client()

	_, err := get(t.Context(), t, client, other.URL+"/v1/Rooms?Page=2")
	var refused *transport.ForeignOriginError
	if !errors.As(err, &refused) || refused.Origin != other.URL {
		t.Errorf("error %v, want a *ForeignOriginError for %s", err, other.URL)
	}
	other.wantRequests(t, 0)
	own.wantRequests(t, 0)

	got, err := get(t.Context(), t, client, own.URL)
	wantStatus(t, got, err, 200)
}
