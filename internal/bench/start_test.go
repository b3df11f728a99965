// Package bench measures the program beside an empty provider, and a plan beside one of a resource that is built into Terraform.
package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	module = "github.com/videostorage/terraform-provider-videostorage"
	empty  = module + "/internal/bench/empty"
)

func TestProgramIsSmallAndServesTheProtocolOfItsManifest(t *testing.T) {
	t.Parallel()
	program := build(t, module)

	// A much larger program has a dependency that it does not need. The size depends on the code only. AWS's SDK makes up most of the
	// difference: the linker keeps every operation of S3, because a program with net/rpc, as of go-plugin, may call any method.
	const most = 1.65
	if ratio := size(t, program) / size(t, build(t, empty)); ratio > most {
		t.Errorf("the program is %.2f times as large as an empty provider, want at most %.2f", ratio, most)
	}

	// The registry offers the provider to the versions of Terraform that support the protocol in this file.
	manifest, err := os.ReadFile("../../terraform-registry-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	// Terraform discards the log of a provider unless one of two variables is set, and to write it takes a tenth of a start.
	for variable, logs := range map[string]bool{"TF_LOG": true, "TF_LOG_PROVIDER": true, "TF_LOG_CORE": false} {
		var stderr bytes.Buffer
		version, _, err := start(program, &stderr, variable+"=TRACE")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(stderr.String(), "Called provider defined Provider Resources"); got != logs {
			t.Errorf("with %s, the framework has logged: %t, want %t:\n%s", variable, got, logs, &stderr)
		}
		if want := fmt.Sprintf(`"protocol_versions": ["%d.0"]`, version); !strings.Contains(string(manifest), want) {
			t.Errorf("the manifest lacks %s:\n%s", want, manifest)
		}
	}
}

// BenchmarkStart starts the provider and an empty one in turn, and reports the median times from the start of the process to the schema
// in milliseconds, and the ratios of time and size.
func BenchmarkStart(b *testing.B) {
	ours, theirs := build(b, module), build(b, empty)
	compare(b, "empty", func(path string) float64 {
		_, took, err := start(path, io.Discard)
		if err != nil {
			b.Fatalf("starting %s: %v", path, err)
		}
		return took.Seconds()
	}, ours, theirs)
	b.ReportMetric(size(b, ours)/size(b, theirs), "size/empty")
}

// compare times two things in turn, in seconds, and reports their medians in milliseconds, and the ratio of these.
func compare[T any](b *testing.B, name string, timed func(T) float64, ours, theirs T) {
	b.Helper()
	timed(ours) // The first time reads the file from the disk.
	timed(theirs)
	var times, others []float64
	for b.Loop() {
		times, others = append(times, timed(ours)), append(others, timed(theirs))
	}
	median := func(values []float64) float64 { return slices.Sorted(slices.Values(values))[len(values)/2] }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(times)*1e3, "ms")
	b.ReportMetric(median(others)*1e3, "ms-"+name)
	b.ReportMetric(median(times)/median(others), "x-"+name)
}

// build builds a program with the flags of a release, except for the build ID, and returns its path. `go run` keeps the program in the build
// cache, so that a second test run does not link it again.
func build(t testing.TB, pkg string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "terraform-provider")
	cmd := exec.CommandContext(t.Context(), "go", "run", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-exec", "cp", pkg, path)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", pkg, err, out)
	}
	return path
}

func size(t testing.TB, path string) float64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return float64(info.Size())
}

// start starts a provider as Terraform does, gets its schema and ends it. It returns the version of the protocol, and the time until the
// schema came.
func start(path string, stderr io.Writer, env ...string) (version int, took time.Duration, err error) {
	cmd := exec.Command(path) //nolint:noctx // the client ends it
	cmd.Env = env
	client := plugin.NewClient(&plugin.ClientConfig{
		// Source: https://github.com/hashicorp/terraform/blob/v1.16.4/internal/plugin/serve.go
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{5: {"provider": connection{}}, 6: {"provider": connection{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Cmd:              cmd,
		SkipHostEnv:      true, // TF_LOG may be set there.
		Stderr:           stderr,
		Logger:           hclog.NewNullLogger(),
	})
	defer client.Kill()
	began := time.Now()
	protocol, err := client.Client()
	if err != nil {
		return 0, 0, err
	}
	dispensed, err := protocol.Dispense("provider")
	if err != nil {
		return 0, 0, err
	}
	conn, ok := dispensed.(*grpc.ClientConn)
	if !ok {
		return 0, 0, fmt.Errorf("the client is %T", dispensed)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	version = client.NegotiatedVersion()
	var schema []byte
	err = conn.Invoke(ctx, fmt.Sprintf("/tfplugin%d.Provider/GetProviderSchema", version), []byte(nil), &schema, grpc.ForceCodec(rawCodec{}))
	if err == nil && len(schema) == 0 {
		err = errors.New("the schema is empty")
	}
	return version, time.Since(began), err
}

// connection is a plugin with its bare connection as the client, because the messages are internal to terraform-plugin-go.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return errors.ErrUnsupported }

func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return c, nil
}

// rawCodec takes messages as bytes. An empty message has none.
type rawCodec struct{}

func (rawCodec) Name() string { return "proto" }

func (rawCodec) Marshal(v any) ([]byte, error) { return v.([]byte), nil } //nolint:forcetypeassert // start passes bytes

func (rawCodec) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = slices.Clone(data) //nolint:forcetypeassert // start passes bytes
	return nil
}
