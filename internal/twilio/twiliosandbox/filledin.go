package twiliosandbox

import (
	"slices"
	"time"
)

// filledIn returns a copy that shares nothing with the caller's.
func (r Recording) filledIn(account string) *Recording {
	fillIn(&r.SID, randomSID("RT"))
	fillIn(&r.AccountSID, account)
	fillIn(&r.Status, statusCompleted)
	if r.DateCreated.IsZero() {
		r.DateCreated = now()
	}
	for _, number := range []**int64{&r.Duration, &r.Size, &r.Offset} {
		*number = cloned(*number)
	}
	r.Absent, r.Null = slices.Clone(r.Absent), slices.Clone(r.Null)
	return &r
}

// filledIn returns a copy that shares nothing with the caller's.
func (c Composition) filledIn(account string) *Composition {
	fillIn(&c.SID, randomSID("CJ"))
	fillIn(&c.AccountSID, account)
	fillIn(&c.Status, statusCompleted)
	if c.DateCreated.IsZero() {
		c.DateCreated = now()
	}
	for _, number := range []**int64{&c.Bitrate, &c.Size, &c.Duration} {
		*number = cloned(*number)
	}
	for _, list := range []*[]string{&c.AudioSources, &c.AudioSourcesExcluded, &c.Absent, &c.Null} {
		*list = slices.Clone(*list)
	}
	c.VideoLayout = slices.Clone(c.VideoLayout)
	return &c
}

func fillIn(text *string, with string) {
	if *text == "" {
		*text = with
	}
}

func cloned(number *int64) *int64 {
	if number == nil {
		return nil
	}
	return new(*number)
}

// now is the present as the API tells it, in whole seconds.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }
