package twiliosandbox

import (
	"encoding/json"
	"time"
)

// generatedCompositions is the part of a shelf that [Generated] describes.
type generatedCompositions struct {
	Generated
	account string
	storage storage
}

func (g generatedCompositions) size() int { return g.Compositions }

func (g generatedCompositions) narrow(f *filter) progression {
	p := progression{0, 1, g.Compositions}
	if f.roomSID != "" {
		p = progression{g.room(f.roomSID), g.Rooms, g.Compositions}
		if p.first < 0 {
			return progression{0, 1, 0}
		}
	}
	return p.between(f, g.Generated)
}

// gridLayout is the one layout of all generated compositions.
var gridLayout = json.RawMessage(`{"grid":{"video_sources":["*"],"video_sources_excluded":[],"reuse":"show_oldest",` +
	`"x_pos":0,"y_pos":0,"z_pos":0,"width":0,"height":0,"max_columns":0,"max_rows":0,"cells_excluded":[]}}`)

// generatedComposition is a composition with its numbers, in one piece of
// memory.
type generatedComposition struct {
	Composition
	bitrate, size, duration int64
}

func (g generatedCompositions) at(i int) *Composition {
	return g.make(i, &generatedComposition{})
}

func (g generatedCompositions) reader() func(int) *Composition {
	again := &generatedComposition{}
	return func(i int) *Composition { return g.make(i, again) }
}

// make overwrites made with a composition.
func (g generatedCompositions) make(i int, made *generatedComposition) *Composition {
	*made = generatedComposition{}
	dice := dice(g.random("composition", i))
	c := &made.Composition
	c.SID = string(g.appendSID(nil, "CJ", i))
	c.RoomSID = g.RoomSID(i % g.Rooms)
	c.AccountSID = g.account
	c.DateCreated = g.created(i)
	c.AudioSources, c.AudioSourcesExcluded = allSources[:], allSources[:0]
	c.VideoLayout = gridLayout
	c.Resolution = []string{"640x480", "1280x720", "1920x1080"}[dice.roll(3)]
	c.Format = []string{"mp4", "webm"}[dice.roll(2)]
	c.Trim = dice.roll(2) == 0
	c.Bitrate, c.Size, c.Duration = &made.bitrate, &made.size, &made.duration

	switch n := dice.roll(100); {
	case n < 4:
		c.Status, c.Size = statusEnqueued, nil
	case n < 8:
		c.Status, c.Size = statusProcessing, nil
	case n < 11:
		c.Status, c.Size = statusFailed, nil
	default:
		c.Status = statusCompleted
		made.duration = 1 + dice.roll(5_400)
		made.bitrate = 64 + dice.roll(4_000)
		made.size = made.duration * made.bitrate * 125
		c.DateCompleted = c.DateCreated.Add(time.Duration(made.duration) * time.Second)
		if n < 16 {
			c.Status = statusDeleted
			c.DateDeleted = c.DateCompleted.AddDate(0, 0, 1)
			break
		}
		c.MediaExternalLocation = g.storage.location(c.SID, c.Format)
		c.EncryptionKey = g.storage.key
	}
	return c
}

// allSources is the wildcard for every track.
var allSources = [...]string{"*"}
