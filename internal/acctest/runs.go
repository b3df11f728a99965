package acctest

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/leak"
)

// scanned are the files and folders in [folder] whose test has scanned them.
var scanned sync.Map

// scanRuns scans what terraform-plugin-testing left of the test and its subtests:
// their logs, and the folders in which the CLI ran, which the logs name.
func scanRuns(t testing.TB) {
	t.Helper()
	// terraform-plugin-testing makes package log write to the log of the test that
	// began last.
	log.SetOutput(standardLog)
	logs, err := logsOf(t.Name())
	if err != nil || len(logs) == 0 {
		report(t, nil, err)
		return
	}
	scanner, err := scannerFor(t)
	if err != nil {
		t.Error(err)
		return
	}
	run := regexp.MustCompile(regexp.QuoteMeta(runsFolder()+string(filepath.Separator)) + `plugintest\d+`)
	for _, path := range logs {
		content, err := os.ReadFile(path)
		report(t, scanner.Scan(leak.Log, filepath.Base(path), content), err)
		scanned.Store(path, true)
		for _, found := range run.FindAll(content, -1) {
			dir := string(found)
			if _, again := scanned.LoadOrStore(dir, true); !again {
				found, err := scanner.Folder(dir, notLeft)
				report(t, found, err)
			}
		}
	}
}

// logsOf are the logs of a test and its subtests, by the names that the libraries
// give them.
func logsOf(test string) (paths []string, err error) {
	entries, err := os.ReadDir(logsFolder())
	name := strings.ReplaceAll(test, "/", "__")
	for _, entry := range entries {
		if entry.Name() == name+".log" || strings.HasPrefix(entry.Name(), name+"__") {
			paths = append(paths, filepath.Join(logsFolder(), entry.Name()))
		}
	}
	return paths, err
}

// notLeft is true for what is in a run's folder and was not made by it: the
// configuration and its variables, the programs of providers, and the folders of the
// package under test, which terraform-plugin-testing copies there.
func notLeft(path string, content []byte) bool {
	base := filepath.Base(path)
	if content == nil {
		info, err := os.Stat(base)
		return base == "providers" || err == nil && info.IsDir()
	}
	return strings.HasSuffix(base, ".tf") || strings.HasSuffix(base, ".tfvars.json")
}

// sweep scans what no test has scanned in [folder] for the secrets of all tests, and
// allows none: to which test it belongs is not known. It returns a line for each that
// it finds, and for what it could not scan.
func sweep(folder string) (complaints []string) {
	found, err := leftOver(folder)
	if err != nil {
		complaints = append(complaints, fmt.Sprintf("the scan for secrets of what the tests left is not complete: %s", err))
	}
	for _, f := range found {
		complaints = append(complaints, fmt.Sprintf("LEAKED by a test that is not known: %s", f))
	}
	return complaints
}

func leftOver(folder string) ([]leak.Finding, error) {
	scanner, err := strictScanner()
	if err != nil {
		return nil, err
	}
	return scanner.Folder(folder, func(path string, content []byte) bool {
		_, done := scanned.Load(filepath.Join(folder, filepath.FromSlash(path)))
		return done || strings.HasPrefix(path, "runs/") && notLeft(path, content)
	})
}
