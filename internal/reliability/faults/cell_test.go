package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/contract"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// cell is a vendor, a provider that is configured for it, and what Terraform keeps.
type cell struct {
	*front
	provider *protocol.Provider
	// timeouts are the objects' own, by their names.
	timeouts map[string]any
	log      log
	secrets  *leak.Scanner

	account  twiliosandbox.Account
	twilio   *twiliosandbox.Server
	sendbird *sendbirdsandbox.Server
	copied   map[string]any

	// typeName is what the operation is about, and config what it is to become, nil
	// for nothing.
	typeName string
	config   map[string]any
	before   protocol.Instance
	now      protocol.Instance
	plan     *protocol.Plan
	// data is what was read, or listed, nil for nothing.
	data any
}

// log is what the provider logs at TRACE.
type log struct {
	mu  sync.Mutex
	all bytes.Buffer
	// ended is called when the log has that an attempt has ended.
	ended func()
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	ended := l.ended
	n, err := l.all.Write(p)
	l.mu.Unlock()
	if ended != nil && (bytes.Contains(p, []byte(failedEntry)) || bytes.Contains(p, []byte(answeredEntry))) {
		ended()
	}
	return n, err
}

// The messages of the entries about attempts that have ended.
const failedEntry, answeredEntry = "Request failed", "Received response"

func (l *log) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all.Reset()
}

func (l *log) text() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.all.Bytes())
}

// attempt is one that the provider has logged.
type attempt struct{ method, url string }

// logged are the attempts in the log, in their order.
func (c *cell) logged() ([]attempt, error) {
	var every []attempt
	for line := range bytes.Lines(c.log.text()) {
		var entry struct {
			Message string `json:"@message"`
			Method  string `json:"http_method"`
			URL     string `json:"http_url"`
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			return nil, fmt.Errorf("the log has %q: %w", line, err)
		}
		if entry.Message == failedEntry || entry.Message == answeredEntry {
			every = append(every, attempt{entry.Method, entry.URL})
		}
	}
	return every, nil
}

var (
	cells   atomic.Int64
	schemas = sync.OnceValues(func() (*protocol.Schemas, error) {
		server, err := provider.NewServer("test", nil)()
		if err != nil {
			return nil, err
		}
		return protocol.SchemasOf(context.Background(), server)
	})
)

// limits are the provider's own, and those that the objects have of their own: a
// duration by an operation's name.
type limits struct {
	maxRetries     int64
	requestTimeout string
	timeouts       map[string]any
}

// newCell starts a vendor that has nothing yet, behind a front of its own.
func newCell(t *testing.T, v vendor, l limits) *cell {
	t.Helper()
	c := &cell{timeouts: l.timeouts, account: twiliosandbox.NewAccount()}
	secret := func(name, value string) leak.Secret { return leak.Secret{Name: name, Value: value} }
	secrets := []leak.Secret{secret("the auth token", c.account.AuthToken), secret("the AWS secret", awsSecret)}
	arguments := map[string]any{"max_retries": l.maxRetries, "request_timeout": l.requestTimeout}
	name := fmt.Sprintf("cell-%d%s", cells.Add(1), domain)
	var handler http.Handler
	if v == twilio {
		c.account.Credentials = []string{twiliosandbox.CredentialSID()}
		c.twilio = twiliosandbox.New(twiliosandbox.Behaviour{}, c.account)
		contract.Watch(t, c.twilio)
		handler = c.twilio
	} else {
		c.sendbird = sendbirdsandbox.New(sendbirdsandbox.Behaviour{})
		secrets = append(secrets, secret("the API token", sendbirdsandbox.APIToken), secret("the bucket's secret", sendbirdsandbox.SecretKey))
		handler = c.sendbird
	}
	c.front = newFront(t, name, handler)
	if v == twilio {
		arguments["twilio"] = map[string]any{"account_sid": c.account.SID, "auth_token": c.account.AuthToken, "base_url": c.url()}
	} else {
		arguments["sendbird"] = map[string]any{
			"application_id": sendbirdsandbox.ApplicationID, "api_token": sendbirdsandbox.APIToken, "base_url": c.url(),
		}
	}
	var err error
	if c.secrets, err = leak.New(secrets); err != nil {
		t.Fatal(err)
	}
	known, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	server, err := provider.NewServer("test", func(string) string { return "" })()
	if err != nil {
		t.Fatal(err)
	}
	if c.provider, err = protocol.Configure(t.Context(), server, known, arguments); err != nil {
		t.Fatal(err)
	}
	return c
}

// intoIt is how long after a wait has begun it is in its middle.
const intoIt = 200 * time.Millisecond

// onceWaiting has do be called once in the middle of what a fault makes the provider
// wait for: the rest of an answer, or the next attempt.
func (c *cell) onceWaiting(f *fault, do func()) {
	var once sync.Once
	if f.slow {
		c.answering = func() { once.Do(func() { time.AfterFunc(intoIt, do) }) }
		return
	}
	c.log.mu.Lock()
	defer c.log.mu.Unlock()
	c.log.ended = func() {
		if c.faulty() != nil {
			once.Do(func() { time.AfterFunc(intoIt, do) })
		}
	}
}

// context is what the operations run under.
func (c *cell) context(ctx context.Context) context.Context {
	return c.watch(tflogtest.RootLogger(ctx, &c.log))
}

// held is what the vendor has, as far as the provider can change it.
func (c *cell) held() string {
	if c.sendbird != nil {
		return fmt.Sprintf("%+v", c.sendbird.Objects(sendbirdsandbox.BucketName))
	}
	var all strings.Builder
	for _, kind := range []twiliosandbox.Kind{twiliosandbox.RecordingSettings, twiliosandbox.CompositionSettings} {
		settings, configured := c.twilio.Settings(c.account.SID, kind)
		fmt.Fprintf(&all, "%s %t %+v\n", kind, configured, settings)
	}
	for _, credential := range c.twilio.Credentials(c.account.SID) {
		fmt.Fprintf(&all, "%+v\n", credential)
	}
	return all.String()
}

// created is how many things the vendor has that a creation makes.
func (c *cell) created() int {
	if c.sendbird != nil {
		n := 0
		for _, object := range c.sendbird.Objects(sendbirdsandbox.BucketName) {
			n += object.Copies
		}
		return n
	}
	return len(c.twilio.Credentials(c.account.SID))
}

// apply is a whole run of Terraform's: it refreshes, plans and applies. It reports
// whether there was anything to apply.
func (c *cell) apply(ctx context.Context, config map[string]any) (changed bool, err error) {
	now, told, err := c.provider.Refresh(ctx, c.typeName, c.now)
	if err := clean(told, err); err != nil {
		return false, fmt.Errorf("refreshing: %w", err)
	}
	c.now = now
	if !now.Exists() && config == nil {
		return false, nil
	}
	plan, told, err := c.provider.Plan(ctx, c.typeName, now, config)
	if err := clean(told, err); err != nil {
		return false, fmt.Errorf("planning: %w", err)
	}
	if plan.IsEmpty() {
		return false, nil
	}
	now, told, err = c.provider.Apply(ctx, plan)
	if err := clean(told, err); err != nil {
		return false, fmt.Errorf("applying: %w", err)
	}
	c.now = now
	return true, nil
}

// clean is an error where there is one among the diagnostics.
func clean(told protocol.Diagnostics, err error) error {
	if err != nil {
		return err
	}
	return protocol.Failure(told.Errors())
}
