package faults_test

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

//go:embed testdata/public.pem
var publicKey string

// awsSecret is of AWS's form, and of no use there.
const awsSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE+00"

// secretKind is one of the two kinds of credentials.
type secretKind struct {
	typeName, title, path string
	material              map[string]any
}

var secretKinds = []secretKind{
	{"videostorage_twilio_aws_credential", "AWS credential", "/v1/Credentials/AWS", map[string]any{
		"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key_wo": awsSecret, "secret_access_key_wo_version": int64(1),
	}},
	{"videostorage_twilio_public_key", "public key", "/v1/Credentials/PublicKeys", map[string]any{"public_key": publicKey}},
}

func (k secretKind) called(name string) func(*cell) map[string]any {
	return func(*cell) map[string]any {
		config := map[string]any{"friendly_name": name}
		for argument, value := range k.material {
			config[argument] = value
		}
		return config
	}
}

func credentialOperations() []operation {
	var every []operation
	for _, k := range secretKinds {
		at := func(class class, method, path, name, what string) operation {
			return operation{name: k.title + ": " + name, class: class, vendor: twilio, method: method, path: path, what: "Could not " + what}
		}
		existing := resource{k.typeName, k.called("before"), k.called("after")}
		created := resource{typeName: k.typeName, after: k.called("after")}
		destroyed := resource{typeName: k.typeName, before: k.called("before")}

		read := existing.refreshed(at(reading, "GET", k.path+"/CR", "read, GET", "read the "+k.title))
		read.except = map[string]verdict{notFound.name: once(gone)}
		update := existing.applied(at(writing, "POST", k.path+"/CR", "update, POST", "rename the "+k.title))
		const replan = "Plan with a refresh: this creates a new one"
		update.happened = map[string]string{notFound.name: replan}
		remove := destroyed.applied(at(removing, "DELETE", k.path+"/CR", "delete, DELETE", "delete the "+k.title))
		// What is not there is deleted.
		remove.except = map[string]verdict{notFound.name: once(gone)}
		every = append(every, read, update, remove, confirmed(existing, at(reading, "GET", twins[0].path, "read of one that is gone, GET settings",
			"read the recording settings, to check which account the credentials belong to")),
			created.applied(at(creating, "POST", k.path, "create, POST", "create the "+k.title)))

		// The list after a creation without an answer is for its error.
		search := created.applied(at(reading, "GET", k.path, "create, GET list after a lost answer", "create the "+k.title))
		search.as, search.loses = map[outcome]outcome{done: unknown, failed: unknown}, true
		every = append(every, search)
		for _, settings := range twins {
			look := destroyed.applied(at(reading, "GET", settings.path, "delete, GET "+settings.title,
				"read the "+settings.title+", to check that they do not use CR"))
			// Settings that were never made use nothing.
			look.except = map[string]verdict{notFound.name: once(done)}
			every = append(every, look)
		}
	}
	return every
}

// confirmed is the look at the settings before a credential that is gone is dropped.
func confirmed(r resource, o operation) operation {
	o = r.refreshed(o)
	o.prepare = func(ctx context.Context, c *cell) error {
		if err := r.exists(ctx, c); err != nil {
			return err
		}
		for _, credential := range c.twilio.Credentials(c.account.SID) {
			c.twilio.RemoveCredential(c.account.SID, credential.SID)
		}
		return nil
	}
	// Settings that were never made name no account.
	o.except = map[string]verdict{notFound.name: once(gone)}
	o.as = map[outcome]outcome{done: gone}
	return o
}

// orphans are the credentials that the vendor has and the state has not.
func (c *cell) orphans() ([]twiliosandbox.Credential, error) {
	attributes, err := c.now.Attributes()
	if err != nil {
		return nil, err
	}
	var all []twiliosandbox.Credential
	for _, credential := range c.twilio.Credentials(c.account.SID) {
		if fmt.Sprint(attributes["sid"]) != credential.SID {
			all = append(all, credential)
		}
	}
	return all, nil
}
