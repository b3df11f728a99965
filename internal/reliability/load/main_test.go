package load_test

import (
	"testing"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
