// Package s3server serves S3 for a test: versitygw on a loopback address, with users and bucket policies of the test's own.
package s3server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
	"github.com/videostorage/terraform-provider-videostorage/internal/sandbox"
)

// Region is the region of the server.
const Region = "us-east-1"

// Key is an access key of a user.
type Key struct{ ID, Secret string }

// root owns all buckets. No policy restricts it.
var root = Key{"AKIAROOTROOTROOTROOT", "root-secret-of-the-s3-server-of-a-test-0"}

// Server is a running S3 server, which also answers to the hosts that AWS has for buckets of the region. It embeds the log and the faults of
// the requests that reach it.
type Server struct {
	sandbox.Server
	// Endpoint is the base URL, on which requests name the bucket in the path.
	Endpoint string
	// Root reaches the server as the owner of all buckets. Its requests are not logged.
	Root *s3.Client

	t     testing.TB
	users string // the file with the users
	keys  []Key
}

// Start starts a server, which ends with the test. If versitygw is not installed, the test is skipped.
func Start(t testing.TB) *Server {
	t.Helper()
	binary, err := cli.S3Server.Find(t.Context())
	if errors.Is(err, cli.ErrNotFound) && os.Getenv("VIDEOSTORAGE_TEST_NO_SKIP") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "s3-") // the path of a socket has at most 100 bytes, so the test's own folder is too long
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	for _, name := range []string{"buckets", "iam", "metadata"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	socket := filepath.Join(folder, "socket")
	ctx, kill := context.WithCancel(context.Background())
	// The folder of metadata makes extended attributes unnecessary, which not every file system has.
	cmd := exec.CommandContext(ctx, binary, "--port", socket, "--region", Region, "--iam-dir", filepath.Join(folder, "iam"), "--iam-cache-disable",
		"--disable-acl", "--health", "/health", "--virtual-domain", "s3."+Region+".amazonaws.com", "posix", "--sidecar", filepath.Join(folder, "metadata"), filepath.Join(folder, "buckets"))
	cmd.Env = []string{"ROOT_ACCESS_KEY_ID=" + root.ID, "ROOT_SECRET_ACCESS_KEY=" + root.Secret}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { kill(); <-ended })

	network := &http.Transport{DisableCompression: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}
	t.Cleanup(network.CloseIdleConnections)
	// A server that listens on a port cannot report a free one. The proxy has one, and keeps Host, which the signature contains.
	proxy := &httputil.ReverseProxy{Transport: network, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: r.In.Host})
		r.Out.Host = r.In.Host
	}}
	s := &Server{t: t, users: filepath.Join(folder, "iam", "users.json")}
	s.Use(proxy)
	s.Endpoint, s.Root = s.serve(s), nil
	s.Root = NewClient(s.serve(proxy), root)
	s.awaitReady(network, ended, &output)
	return s
}

func (s *Server) serve(h http.Handler) (baseURL string) {
	server := httptest.NewServer(h)
	s.t.Cleanup(func() {
		server.CloseClientConnections() // Close waits for requests that a fault delays
		server.Close()
	})
	return server.URL
}

func (s *Server) awaitReady(network http.RoundTripper, ended <-chan struct{}, output *bytes.Buffer) {
	s.t.Helper()
	client := &http.Client{Transport: network}
	for deadline := time.After(time.Minute); ; {
		resp, err := client.Get("http://versitygw/health") //nolint:noctx // the transport's socket is local
		if err == nil {
			_ = resp.Body.Close()
			return
		}
		select {
		case <-ended:
			s.t.Fatalf("versitygw ended: %s", output)
		case <-deadline:
			s.t.Fatalf("versitygw does not answer: %s", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// NewClient returns a client of a server with a key. It names buckets in the path, and repeats nothing.
func NewClient(endpoint string, key Key) *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: &endpoint, Region: Region, UsePathStyle: true, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(key.ID, key.Secret, ""),
	})
}

// CreateBucket creates an empty bucket, which only Root may use.
func (s *Server) CreateBucket(bucket string) {
	s.t.Helper()
	if _, err := s.Root.CreateBucket(s.t.Context(), &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		s.t.Fatal(err)
	}
}

// AddObjects adds objects of one byte. It writes them as files of the server, because thousands of uploads take minutes.
func (s *Server) AddObjects(bucket string, keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		path := filepath.Join(filepath.Dir(filepath.Dir(s.users)), "buckets", bucket, filepath.FromSlash(key))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("x"), 0o600)); err != nil {
			s.t.Fatal(err)
		}
	}
}

// AddUser adds a user without permissions. AddUser for a known ID changes its secret.
func (s *Server) AddUser(key Key) {
	s.t.Helper()
	type account struct {
		Access string `json:"access"`
		Secret string `json:"secret"`
		Role   string `json:"role"`
	}
	s.keys = append(s.keys, key)
	accounts := map[string]account{}
	for _, k := range s.keys {
		accounts[k.ID] = account{k.ID, k.Secret, "user"}
	}
	content, err := json.Marshal(map[string]any{"accessAccounts": accounts})
	if err == nil {
		err = os.WriteFile(s.users+".new", content, 0o600)
	}
	if err == nil {
		err = os.Rename(s.users+".new", s.users) // the server reads the file for each request
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// Allow replaces the policy of a bucket by one that allows a key these actions, as in "s3:PutObject", on the bucket and its objects.
// Without actions, it removes the policy.
func (s *Server) Allow(bucket string, key Key, actions ...string) {
	s.t.Helper()
	if len(actions) == 0 {
		if _, err := s.Root.DeleteBucketPolicy(s.t.Context(), &s3.DeleteBucketPolicyInput{Bucket: &bucket}); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	var statements []map[string]any
	for _, action := range actions {
		resource := "arn:aws:s3:::" + bucket
		if action != "s3:ListBucket" {
			resource += "/*" // the server refuses an action on a resource of another kind
		}
		statements = append(statements, map[string]any{
			"Effect": "Allow", "Principal": map[string]string{"AWS": key.ID}, "Action": action, "Resource": resource,
		})
	}
	s.SetPolicy(bucket, statements...)
}

// SetPolicy replaces the policy of a bucket.
func (s *Server) SetPolicy(bucket string, statements ...map[string]any) {
	s.t.Helper()
	policy, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		s.t.Fatal(err)
	}
	text := string(policy)
	if _, err := s.Root.PutBucketPolicy(s.t.Context(), &s3.PutBucketPolicyInput{Bucket: &bucket, Policy: &text}); err != nil {
		s.t.Fatal(fmt.Errorf("%w: %s", err, text))
	}
}
