package twiliosandbox

// appendComposition appends a composition as the list of them has it.
func appendComposition(b []byte, c *Composition, as shape) []byte {
	f := fields{b: append(b, '{'), absent: c.Absent, null: c.Null}
	f.text("account_sid", c.AccountSID)
	f.text("status", c.Status)
	f.date("date_created", c.DateCreated)
	f.date("date_completed", c.DateCompleted)
	if !as.current {
		f.date("date_deleted", c.DateDeleted)
	}
	f.text("sid", c.SID)
	f.text("room_sid", c.RoomSID)
	f.list("audio_sources", c.AudioSources)
	f.list("audio_sources_excluded", c.AudioSourcesExcluded)
	f.raw("video_layout", c.VideoLayout)
	f.text("resolution", c.Resolution)
	f.text("format", c.Format)
	f.number("bitrate", c.Bitrate)
	f.number("size", c.Size)
	f.number("duration", c.Duration)
	f.boolean("trim", c.Trim)
	f.text("media_external_location", c.MediaExternalLocation)
	if !as.current && c.EncryptionKey != "" {
		f.text("encryption_key", c.EncryptionKey)
	}
	f.text("status_callback", c.StatusCallback)
	f.text("status_callback_method", c.StatusCallbackMethod)
	f.address(videoAPI, pathCompositions, "/", c.SID)
	return append(f.b, '}')
}
