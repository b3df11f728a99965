// Package descriptions finds Twilio's OpenAPI descriptions of the APIs that the
// provider drives. They are not part of this repository: whoever has them names
// their folder, and otherwise the npm package that carries them is fetched, once,
// into the user's cache, outside the checkout.
package descriptions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Env names the folder to take the descriptions from.
const Env = "TWILIO_OPENAPI_DIR"

// The files of a folder of descriptions: of the API on https://video.twilio.com and
// of that on https://accounts.twilio.com.
const (
	Video    = "twilio_video_v1.json"
	Accounts = "twilio_accounts_v1.json"
)

// Files are those that a folder of descriptions must have.
func Files() []string { return []string{Video, Accounts} }

// Find returns the absolute path of the folder with the descriptions: the one that
// [Env] names, else shared/openapi beside the checkout, else what was fetched into
// the user's cache. The first two are used as they are; what was fetched must be
// exactly what is pinned. It never fetches; where there is none, the error is a
// *NotFoundError that says what to do.
func Find() (string, error) { return system().find() }

// FindOrFetch is Find, and fetches the pinned npm package where there is none. It
// writes to progress what it fetches. Processes that need it wait for one of them
// to fetch it.
func FindOrFetch(ctx context.Context, progress io.Writer) (string, error) {
	return system().findOrFetch(ctx, progress)
}

// NotFoundError says that the descriptions are nowhere.
type NotFoundError struct {
	// Looked are the folders that could have had them.
	Looked []string

	cache string
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no descriptions of Twilio's APIs, so nothing is held to them: %s is not set, and %s do not have them; `make contract` fetches them once",
		Env, strings.Join(e.Looked, " and "))
}

func (f finder) findOrFetch(ctx context.Context, progress io.Writer) (string, error) {
	dir, err := f.find()
	var missing *NotFoundError
	if !errors.As(err, &missing) {
		return dir, err
	}
	return f.fetch(ctx, missing.cache, progress)
}

// find is in the order that [Find] promises.
func (f finder) find() (string, error) {
	if named := f.getenv(Env); named != "" {
		return f.named(named)
	}
	root, err := f.checkout()
	if err != nil {
		return "", err
	}
	beside := filepath.Join(filepath.Dir(root), "shared", "openapi")
	if found, err := complete(beside); err != nil || found {
		return beside, err
	}
	cache, err := f.cache()
	if err != nil {
		return "", err
	}
	found, err := complete(cache)
	if err != nil {
		return "", err
	}
	if !found {
		return "", &NotFoundError{Looked: []string{beside, cache}, cache: cache}
	}
	return f.cached(cache)
}

// cached checks what was fetched before.
func (f finder) cached(dir string) (string, error) {
	if err := f.verify(dir); err != nil {
		return "", fmt.Errorf("%w; delete %s to fetch it again", err, dir)
	}
	return dir, nil
}

// named checks the folder that the environment asks for. To fall back to another
// would hold the provider to what nobody asked for.
func (f finder) named(dir string) (string, error) {
	// The tests of each package run in that package's folder.
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("%s=%s: %w", Env, dir, err)
	}
	found, err := complete(abs)
	if err == nil && !found {
		err = errors.New("the folder lacks one of them")
	}
	if err != nil {
		return "", fmt.Errorf("%s=%s is not a folder with %s: %w", Env, dir, strings.Join(Files(), " and "), err)
	}
	return abs, nil
}
