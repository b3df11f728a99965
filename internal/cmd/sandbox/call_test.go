package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// A call's recordings go where the settings in force say, and are listed.
func TestCallIsRecordedUnderTheSettingsInForce(t *testing.T) {
	t.Parallel()
	r := start(t)
	expectCall(t, r, " went to Twilio's cloud\n")
	if got := r.status(t, "POST", "/v1/Credentials/AWS", "Credentials="+awsKey); got != http.StatusCreated {
		t.Fatalf("storing the access key answers %d", got)
	}
	const bucket = "https://our-bucket.s3.eu-central-1.amazonaws.com/calls"
	if got := r.status(t, "POST", "/v1/RecordingSettings/Default", "FriendlyName=n&AwsStorageEnabled=true&AwsS3Url="+bucket+
		"&AwsCredentialsSid=CR0123456789abcdef0123456789abcdef"); got != http.StatusOK {
		t.Fatalf("the settings answer %d", got)
	}
	room := expectCall(t, r, " went to "+bucket+"/RT")
	if got := r.status(t, "GET", "/v1/Rooms/"+room+"/Recordings", ""); got != http.StatusOK {
		t.Errorf("the room's recordings answer %d", got)
	}
	if got := r.status(t, "GET", callPath, ""); got == http.StatusOK {
		t.Error("a call is held without being asked for")
	}
}

// expectCall holds a call, and returns its room.
func expectCall(t *testing.T, r *running, recording string) (room string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.env["VIDEOSTORAGE_TWILIO_BASE_URL"]+callPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if closeErr := resp.Body.Close(); err != nil || closeErr != nil {
		t.Fatal(err, closeErr)
	}
	first, rest, _ := strings.Cut(string(body), "\n")
	room, named := strings.CutPrefix(first, "A call was recorded in room ")
	if !named || strings.Count(rest, recording) != participants {
		t.Errorf("the call's answer is %d %q", resp.StatusCode, body)
	}
	return room
}
