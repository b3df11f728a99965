package twiliosandbox

// appendRoomRecording appends a recording as the list of its room has it.
func appendRoomRecording(b []byte, r *Recording, as shape) []byte {
	f := r.appendCommon(b, as)
	f.text("room_sid", r.RoomSID)
	f.address(videoAPI, pathRooms, r.RoomSID, "/Recordings/", r.SID)
	return append(f.b, '}')
}

// appendAccountRecording appends a recording as the list of its account has
// it.
func appendAccountRecording(b []byte, r *Recording, as shape) []byte {
	f := r.appendCommon(b, as)
	f.text("status_callback", r.StatusCallback)
	f.text("status_callback_method", r.StatusCallbackMethod)
	f.address(videoAPI, pathRecordings, "/", r.SID)
	return append(f.b, '}')
}

// appendCommon appends what both lists have, in an object that is left open.
func (r *Recording) appendCommon(b []byte, as shape) fields {
	f := fields{b: append(b, '{'), absent: r.Absent, null: r.Null}
	f.text("account_sid", r.AccountSID)
	f.text("status", r.Status)
	f.date("date_created", r.DateCreated)
	f.text("sid", r.SID)
	f.text("source_sid", r.SourceSID)
	f.number("size", r.Size)
	f.text("type", r.Type)
	f.number("duration", r.Duration)
	f.text("container_format", r.ContainerFormat)
	f.text("codec", r.Codec)
	f.text("track_name", r.TrackName)
	f.number("offset", r.Offset)
	f.grouping(r)
	f.text("media_external_location", r.MediaExternalLocation)
	if !as.current {
		f.date("date_updated", r.DateUpdated)
		f.date("date_deleted", r.DateDeleted)
		f.text("encryption_key", r.EncryptionKey)
	}
	return f
}

// grouping appends grouping_sids, null if there are none.
func (f *fields) grouping(r *Recording) {
	switch {
	case !f.name("grouping_sids"):
	case r.RoomSID == "" && r.ParticipantSID == "":
		f.none()
	default:
		f.b = append(f.b, '{')
		within := fields{b: f.b, within: groupingPrefix, absent: f.absent, null: f.null}
		within.text("room_sid", r.RoomSID)
		within.text("participant_sid", r.ParticipantSID)
		f.b = append(within.b, '}')
	}
}
