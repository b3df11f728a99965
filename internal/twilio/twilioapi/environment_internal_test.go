package twilioapi

import "testing"

// TestEnvironmentIsNotRead: twilio-go reads these two on its own, which would
// override what the provider's configuration says. It sets the environment, so
// it cannot be parallel.
func TestEnvironmentIsNotRead(t *testing.T) {
	t.Setenv("TWILIO_REGION", "au1")
	t.Setenv("TWILIO_EDGE", "sydney")
	for region, want := range map[string]string{"": "video.twilio.com", "ie1": "video.ie1.twilio.com"} {
		client, err := New(Config{Region: region})
		if err != nil {
			t.Fatal(err)
		}
		got, err := client.locate("https://video.twilio.com/")
		if err != nil || got.Host != want {
			t.Errorf("region %q: located at %v, %v; want %s", region, got, err, want)
		}
		if handler := client.video(t.Context()).RequestHandler(); handler.Region != "" || handler.Edge != "" {
			t.Errorf("region %q: twilio-go's own handler has region %q and edge %q", region, handler.Region, handler.Edge)
		}
	}
}
