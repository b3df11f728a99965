package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/examples"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/fakeaws"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// The examples of the functions' pages work as they are.
func TestFunctionExamples(t *testing.T) {
	t.Parallel()
	resources := func(policy string) string {
		return output("resources", "flatten(jsondecode(aws_iam_user_policy."+policy+".policy).Statement[*].Resource)")
	}
	for _, tt := range []struct {
		name string
		// beside shows more of what came out.
		beside string
		want   map[string]any
	}{
		{
			name: "s3_url",
			want: map[string]any{"recordings_url": "https://example-clinic-recordings.s3.eu-central-1.amazonaws.com/room%201/"},
		},
		{
			name: "parse_s3_url",
			want: map[string]any{"recordings_bucket": "my-bucket", "recordings_region": "not in the URL", "recordings_path": "my/path/"},
		},
		{
			name: "twilio_upload_policy", beside: resources("twilio"),
			want: map[string]any{"resources": []any{
				"arn:aws:s3:::example-clinic-media/recordings/*", "arn:aws:s3:::example-clinic-media/compositions/*", "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
			}},
		},
		{
			name: "sendbird_upload_policy", beside: resources("sendbird"),
			want: map[string]any{"resources": []any{"arn:aws:s3:::example-clinic-recordings/live/*", "arn:aws:s3:::example-clinic-recordings"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewSandbox(t, twiliosandbox.Behaviour{})
			s.SetSettings(s.SID, twiliosandbox.RecordingSettings, twiliosandbox.Settings{
				FriendlyName: "Made by hand", AWSS3URL: "https://my-bucket.s3.amazonaws.com/my/path/",
			})
			w := acctest.NewWorkspace(t, s.Account, map[string]provider.Provider{fakeaws.Address: &fakeaws.Provider{}})
			w.Require("aws", fakeaws.Address)
			example, err := examples.Files.ReadFile("functions/" + tt.name + "/function.tf")
			if err != nil {
				t.Fatal(err)
			}
			w.Config(string(example) + tt.beside)
			w.Apply()
			w.PlansEmpty()
			for name, want := range tt.want {
				if diff := cmp.Diff(want, w.Output(name)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}
