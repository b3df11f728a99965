package bench_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const module = "github.com/videostorage/terraform-provider-videostorage"

// build builds a main package as a release is built, and returns the program's path.
func build(t testing.TB, pkg string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	path := filepath.Join(t.TempDir(), "terraform-provider")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", path, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", pkg, err, out)
	}
	return path
}

// served is what a program answered when it was started.
type served struct {
	protocol int
	// schema is the size of the answer in bytes.
	schema int
	// took is the time from the start of the process to its schema.
	took time.Duration
	// cpu is the processor time of the process's whole life, which others on the
	// machine hardly change.
	cpu time.Duration
}

// start starts a program as Terraform does, asks for its schema, and ends it.
func start(path string) (got served, err error) {
	cmd := exec.Command(path) //nolint:noctx // the client ends it
	client := plugin.NewClient(&plugin.ClientConfig{
		// https://github.com/hashicorp/terraform/blob/v1.16.4/internal/plugin/serve.go
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{
			5: {"provider": conn{}},
			6: {"provider": conn{}},
		},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Cmd:              cmd,
		SkipHostEnv:      true, // where TF_LOG is set
		Logger:           hclog.NewNullLogger(),
	})
	defer func() {
		client.Kill()
		if ended := cmd.ProcessState; ended != nil {
			got.cpu = ended.UserTime() + ended.SystemTime()
		}
	}()

	began := time.Now()
	rpc, err := client.Client()
	if err != nil {
		return served{}, err
	}
	dispensed, err := rpc.Dispense("provider")
	if err != nil {
		return served{}, err
	}
	c, ok := dispensed.(*grpc.ClientConn)
	if !ok {
		return served{}, errors.New("there is no connection")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var answer []byte
	err = c.Invoke(ctx, fmt.Sprintf("/tfplugin%d.Provider/GetProviderSchema", client.NegotiatedVersion()), []byte(nil), &answer,
		grpc.ForceCodec(raw{}), grpc.MaxCallRecvMsgSize(64<<20))
	return served{protocol: client.NegotiatedVersion(), schema: len(answer), took: time.Since(began)}, err
}

// conn is a plugin whose client is its bare connection: the messages' types are
// internal to terraform-plugin-go.
type conn struct{ plugin.NetRPCUnsupportedPlugin }

func (conn) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this is a client")
}

func (conn) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return c, nil
}

// raw takes messages as bytes: an empty message is none.
type raw struct{}

func (raw) Name() string { return "proto" }

func (raw) Marshal(v any) ([]byte, error) {
	message, ok := v.([]byte)
	if !ok {
		return nil, fmt.Errorf("%T is no message", v)
	}
	return message, nil
}

func (raw) Unmarshal(data []byte, v any) error {
	message, ok := v.(*[]byte)
	if !ok {
		return fmt.Errorf("%T takes no message", v)
	}
	*message = append((*message)[:0], data...)
	return nil
}
