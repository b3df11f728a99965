package provider_test

import (
	"fmt"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// Without the server round the framework's, all works as well, twenty times slower:
// no other test would notice.
func TestServerTakesLargeListsPastTheFramework(t *testing.T) {
	t.Parallel()
	server, err := provider.NewServer("test")()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%T", server), fmt.Sprintf("%T", largelist.NewServer(nil)); got != want {
		t.Errorf("the provider is served by %s, want %s", got, want)
	}
}
