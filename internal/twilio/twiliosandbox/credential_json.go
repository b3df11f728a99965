package twiliosandbox

// append appends a credential as every answer has it. received is what an
// answer quotes of its request, "" for nothing.
func (c *Credential) append(b []byte, as Behaviour, received string) []byte {
	account, updated := c.AccountSID, c.DateUpdated
	if as.CreatorAccountSID {
		account = c.CreatorSID
	}
	if updated.IsZero() && !as.NullDateUpdated {
		updated = c.DateCreated
	}
	f := fields{b: append(b, '{')}
	f.text("account_sid", account)
	f.date("date_created", c.DateCreated)
	f.date("date_updated", updated)
	if c.FriendlyName == "" && as.EmptyNameNotNull {
		f.raw("friendly_name", []byte(`""`))
	} else {
		f.text("friendly_name", c.FriendlyName)
	}
	f.text("sid", c.SID)
	f.text("url", c.URL())
	if received != "" {
		f.text("received", received)
	}
	return append(f.b, '}')
}
