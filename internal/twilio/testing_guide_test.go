package twilio_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox/sandboxtest"
)

// A reader tests a configuration without an account. Each resource has a mock.
func TestGuideOfTestsWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s, w := start(t, twiliosandbox.Behaviour{})
	publicKey, _ := sandboxtest.NewKeyPair(t)
	w.Write("public.pem", publicKey)
	var mocks string
	for _, name := range []string{"main.tf", "storage.tftest.hcl"} {
		content, err := examples.Files.ReadFile("guides/testing-your-configuration/" + name)
		if err != nil {
			t.Fatal(err)
		}
		mocks = string(content)
		w.Write(name, strings.Replace(mocks, `"videostorage/videostorage"`, `"`+videostorage.Address+`"`, 1))
	}
	w.Succeed("init")
	w.Succeed("test", "-no-color").Contains(t, "1 passed, 0 failed")
	expectSent(t, s, "a test with mocks")
	p := videostorage.New("test", nil)
	for _, newResource := range p.Resources(t.Context()) {
		var resp resource.MetadataResponse
		newResource().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "videostorage"}, &resp)
		if !strings.Contains(mocks, `mock_resource "`+resp.TypeName+`"`) {
			t.Errorf("the example has no mock_resource for %s", resp.TypeName)
		}
	}
}
