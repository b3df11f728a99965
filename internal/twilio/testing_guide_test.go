package twilio_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// A reader tests a configuration without an account. Each resource has a mock.
func TestGuideOfTestsWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	guide, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "testing-your-configuration.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	publicKey, _ := sandboxtest.NewKeyPair(t)
	w.Write("public.pem", publicKey)
	blocks := strings.Split(string(guide), "```terraform\n")
	if len(blocks) != 3 {
		t.Fatalf("the guide has %d blocks, want the configuration and the test", len(blocks)-1)
	}
	for i, name := range []string{"main.tf", "storage.tftest.hcl"} {
		content, _, _ := strings.Cut(blocks[i+1], "```")
		w.Write(name, strings.Replace(content, `"videostorage/videostorage"`, `"`+videostorage.Address+`"`, 1))
	}
	w.Succeed("init")
	w.Succeed("test", "-no-color").Contains(t, "1 passed, 0 failed")
	expectSent(t, s, "a test with mocks")
	p := videostorage.New("test", nil)
	for _, newResource := range p.Resources(t.Context()) {
		var resp resource.MetadataResponse
		newResource().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "videostorage"}, &resp)
		if !strings.Contains(string(guide), `mock_resource "`+resp.TypeName+`"`) {
			t.Errorf("the guide has no mock_resource for %s", resp.TypeName)
		}
	}
}
