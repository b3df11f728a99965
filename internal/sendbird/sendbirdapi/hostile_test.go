package sendbirdapi_test

import (
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
)

// hostileAnswers have the text in each place of Sendbird's that an error may quote.
var hostileAnswers = map[string]func(text string) string{
	"message": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"error":true,"code":400100,"message":`+hostile.InJSON(s)+`}`)
	},
	"message of a 200": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"error":true,"code":400100,"message":`+hostile.InJSON(s)+`}`)
	},
	"code": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"error":true,"code":`+hostile.InJSON(s)+`,"message":"m"}`)
	},
	"a long code": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"code":1`+strings.Repeat("0", len(s))+`}`)
	},
	"key": func(s string) string { return hostile.Whole("400 No", "application/json", `{`+hostile.InJSON(s)+`:1}`) },
	"another type": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"message":{`+hostile.InJSON(s)+`:1}}`)
	},
	"recording": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"recording_id":`+hostile.InJSON(s)+`,"bucket":"my-bucket","key":"k"}`)
	},
	"bucket": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"recording_id":"f56ee376-b6ee","bucket":`+hostile.InJSON(s)+`,"key":"k"}`)
	},
	"key of the copy": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"recording_id":"f56ee376-b6ee","bucket":"my-bucket","key":`+hostile.InJSON("\x1b"+s)+`}`)
	},
}

// An answer is data: whatever is in it, and wherever, an error shows of it some harmless
// text on one line.
func TestHostileAnswersMakeHarmlessErrors(t *testing.T) {
	t.Parallel()
	ours := maps.Clone(hostile.Answers)
	maps.Copy(ours, hostileAnswers)
	for place, answer := range ours {
		for name, text := range hostile.Texts {
			t.Run(place+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, hostile.Handler(answer(text)))
				_, err := s.client(t).Copy(t.Context(), ask)
				if err == nil {
					t.Fatal("there was no error to look at")
				}
				hostile.WantHarmless(t, "the error", err.Error())
			})
		}
	}
}

// A copy is not asked for at another place either: its keys are in the request.
func TestRedirectOfACopyIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for where, location := range map[string]string{"same host": "/v1/elsewhere", "another host": ""} {
			t.Run(strconv.Itoa(status)+" to "+where, func(t *testing.T) {
				t.Parallel()
				elsewhere := serve(t, says(200, answer))
				to := location
				if to == "" {
					to = elsewhere.url
				}
				s := serve(t, says(status, "", "Location", to))
				if _, err := s.client(t).Copy(t.Context(), ask); err == nil || !strings.Contains(err.Error(), "which is never followed") {
					t.Errorf("error %v", err)
				}
				if s.requests.Load() != 1 || elsewhere.requests.Load() != 0 {
					t.Errorf("%d requests, and %d elsewhere", s.requests.Load(), elsewhere.requests.Load())
				}
			})
		}
	}
}
