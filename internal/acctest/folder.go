package acctest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// folder is where this process's tests leave what is scanned, set by [Main]: the
// logs of providers that run in it, and all of terraform-plugin-testing's.
var folder string

func logsFolder() string { return filepath.Join(folder, "logs") }
func runsFolder() string { return filepath.Join(folder, "runs") }

// standardLog is what package log writes to.
var standardLog io.Writer = os.Stderr

// openFolder makes the folder, and tells the libraries through the one thing that
// they heed, this process's environment, to log all there and to leave it there.
func openFolder() error {
	var err error
	if folder, err = os.MkdirTemp("", "acctest"); err != nil {
		return err
	}
	for _, dir := range []string{logsFolder(), runsFolder()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
	}
	file, err := os.Create(filepath.Join(logsFolder(), "standard.log"))
	if err != nil {
		return err
	}
	standardLog = io.MultiWriter(os.Stderr, file)
	log.SetOutput(standardLog)
	return setenv(map[string]string{
		// For the log of a provider in this process, by tfsdklog's sink, and for
		// that of terraform-plugin-testing's runs of the CLI:
		// https://developer.hashicorp.com/terraform/plugin/log/writing#enabling-logging
		"TF_LOG":           "TRACE",
		"TF_ACC_LOG":       "TRACE",
		"TF_LOG_PATH_MASK": filepath.Join(logsFolder(), "%s.log"),
		// terraform-plugin-testing itself logs the configuration of each step.
		"TF_LOG_SDK_HELPER_RESOURCE": "WARN",
		"TF_ACC_TEMP_DIR":            runsFolder(),
		"TF_ACC_PERSIST_WORKING_DIR": "1",
	})
}

func setenv(values map[string]string) error {
	for name, value := range values {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

var sinks atomic.Int64

// sink is the test under whose name the providers of one workspace log.
type sink struct {
	*testing.T
	name string
}

func newSink(t testing.TB) sink {
	t.Helper()
	if folder == "" {
		t.Fatal("there is no place to log to: TestMain must call acctest.Main")
	}
	return sink{name: fmt.Sprintf("workspace-%d", sinks.Add(1))}
}

// Name is all of the test that the sink asks for.
func (s sink) Name() string { return s.name }

func (s sink) path() string { return filepath.Join(logsFolder(), s.name+".log") }

// readLog returns a log, nil if nothing was logged.
func readLog(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return content, err
}
