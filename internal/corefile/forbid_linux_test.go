package corefile_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/videostorage/terraform-provider-videostorage/internal/corefile"
)

// Neither a file nor a program gets what is in memory.
func TestForbid(t *testing.T) {
	t.Parallel()
	if err := corefile.Forbid(); err != nil {
		t.Fatal(err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil || limit != (unix.Rlimit{}) {
		t.Errorf("the limit is %+v, %v", limit, err)
	}
	if dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || dumpable != 0 {
		t.Errorf("dumpable is %d, %v", dumpable, err)
	}
}
