package twilioapi_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// hostileAnswers have the text in each place of Twilio's that an error may quote.
var hostileAnswers = map[string]func(text string) string{
	"message": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"code":1,"message":`+hostile.InJSON(s)+`}`)
	},
	"more_info": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"code":1,"message":"m","more_info":`+hostile.InJSON("https://www.twilio.com/"+s)+`}`)
	},
	"more_info, all": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"code":1,"message":"m","more_info":`+hostile.InJSON(s)+`}`)
	},
	"code": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"code":`+hostile.InJSON(s)+`,"message":"m"}`)
	},
	"a long code": func(s string) string {
		return hostile.Whole("400 No", "application/json", `{"code":1`+strings.Repeat("0", len(s))+`}`)
	},
	"key of an error": func(s string) string { return hostile.Whole("400 No", "application/json", `{`+hostile.InJSON(s)+`:1}`) },
	"key": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{`+hostile.InJSON(s)+`:{`+hostile.InJSON(s)+`:1}}`)
	},
	"value of no object": func(s string) string { return hostile.Whole("200 OK", "application/json", hostile.InJSON(s)) },
	"value of another type": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"sid":`+hostile.InJSON(s)+`,"account_sid":[`+hostile.InJSON(s)+`],"friendly_name":{`+hostile.InJSON(s)+`:1},"aws_storage_enabled":`+hostile.InJSON(s)+`,"credentials":[{"sid":{`+hostile.InJSON(s)+`:1}}],"meta":{}}`)
	},
	"a long number": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"account_sid":1`+strings.Repeat("0", len(s))+`,"credentials":1`+strings.Repeat("0", len(s))+`}`)
	},
	"SID": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"sid":`+hostile.InJSON(s)+`}`)
	},
	"next page's path": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+hostile.InJSON("https://accounts.twilio.com/%1b%C2%9B"+s)+`}}`)
	},
	"next page's host": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+hostile.InJSON("https://%C2%9B.example"+s)+`}}`)
	},
	"next page's query": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+hostile.InJSON("https://accounts.twilio.com/v1/Credentials/AWS?PageToken="+s)+`}}`)
	},
	"next page": func(s string) string {
		return hostile.Whole("200 OK", "application/json", `{"sid":1,"credentials":[],"meta":{"next_page_url":`+hostile.InJSON(s)+`}}`)
	},
}

// An answer is data: whatever is in it, and wherever, an error shows of it some harmless
// text on one line.
func TestHostileAnswersMakeHarmlessErrors(t *testing.T) {
	t.Parallel()
	// One for each way in which an answer is read.
	several := map[string]func(context.Context, *twilioapi.Client) error{
		"list": func(ctx context.Context, c *twilioapi.Client) error {
			_, err := twilioapi.AWSCredentials.List(ctx, c)
			return err
		},
	}
	for _, do := range []string{"fetch recording", "write composition", "create AWS credential", "delete public key"} {
		several[do] = allCalls[do]
	}
	ours := maps.Clone(hostile.Answers)
	maps.Copy(ours, hostileAnswers)
	for place, answer := range ours {
		for name, text := range hostile.Texts {
			t.Run(place+"/"+name, func(t *testing.T) {
				t.Parallel()
				server, quoted := serve(t, hostile.Handler(answer(text))), 0
				for do, call := range several {
					err := call(t.Context(), connect(t, server, twiliosandbox.NewAccount()))
					if err == nil {
						// Some of them hold all that the call wants of an answer.
						continue
					}
					quoted++
					hostile.WantHarmless(t, do, err.Error())
					if failed := (*twilioapi.Error)(nil); errors.As(err, &failed) && failed.MoreInfo != "" {
						hostile.WantHarmless(t, do, failed.MoreInfo)
						if !strings.HasPrefix(failed.MoreInfo, "https://www.twilio.com/") {
							t.Errorf("%s: more_info %q", do, failed.MoreInfo)
						}
					}
				}
				if quoted == 0 {
					t.Error("there was no error to look at")
				}
			})
		}
	}
}

// Nobody is sent to an address that is no web page of Twilio's.
func TestMoreInfoIsAWebAddress(t *testing.T) {
	t.Parallel()
	for link, shown := range map[string]bool{
		"https://www.twilio.com/docs/errors/20001":           true,
		"https://www.twilio.com/docs/errors/20001?a=b&c=%20": true,
		"https://twilio.com/docs":                            true,
		"https://Help.Eu1.Twilio.com":                        true,
		"https://evil.example/docs/errors/20001":             false,
		"https://eviltwilio.com/":                            false,
		"https://www.twilio.com.evil.example/":               false,
		"https://evil.example/?www.twilio.com":               false,
		"https://evil.example?.twilio.com":                   false,
		"https://evil.example#.twilio.com":                   false,
		"https://evil.example;.twilio.com/":                  false,
		`https://evil.example\.twilio.com/`:                  false,
		"https://evil.example%EF%BC%8F.twilio.com/":          false,
		"https://.twilio.com/":                               false,
		"https://www.twilio.com:8443/":                       false,
		"http://www.twilio.com/docs/errors/20001":            false,
		"javascript:alert(1)":                                false,
		"file:///etc/passwd":                                 false,
		"https:///docs":                                      false,
		"https:docs":                                         false,
		"//www.twilio.com":                                   false,
		"docs/errors":                                        false,
		"https://www.twilio.com@evil.example/":               false,
		"https://www.twilio.com/ and run this":               false,
		"https://www.twіlio.com/":                            false,
		"https://www.twilio.com/\u202e":                      false,
		"https://www.twilio.com/" + strings.Repeat("x", 512): false,
	} {
		t.Run(link, func(t *testing.T) {
			t.Parallel()
			_, err := twilioapi.RecordingSettings.Fetch(t.Context(),
				answering(t, 400, "application/json", `{"code":20001,"message":"m","more_info":`+hostile.InJSON(link)+`}`))
			want := ""
			if shown {
				want = link
			}
			if got := failure(t, err).MoreInfo; got != want {
				t.Errorf("more_info %q, want %q", got, want)
			}
		})
	}
}
