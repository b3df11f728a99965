package faults_test

import (
	"context"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// queryOperations are what `terraform query` has the provider do.
func queryOperations() []operation {
	var every []operation
	for _, k := range twins {
		o := operation{
			name: k.title + ": query, GET", class: reading, vendor: twilio, method: "GET", path: k.path, what: "Could not read the " + k.title,
			// There is nothing to adopt.
			except: map[string]verdict{notFound.name: once(done)},
		}
		every = append(every, queried(o, k.typeName, true, func(c *cell) { c.twilio.SetSettings(c.account.SID, kindOf(k), storedSettings) }))
	}
	stored := map[string]twiliosandbox.CredentialKind{secretKinds[0].typeName: twiliosandbox.AWSCredentials, secretKinds[1].typeName: twiliosandbox.PublicKeys}
	for _, k := range secretKinds {
		arrange := func(c *cell) {
			for range 3 {
				c.twilio.AddCredential(c.account.SID, twiliosandbox.Credential{Kind: stored[k.typeName]})
			}
		}
		o := operation{
			name: k.title + ": query, GET list", class: reading, vendor: twilio, method: "GET", path: k.path, what: "Could not list the " + k.title + "s",
		}
		every = append(every, queried(o, k.typeName, false, arrange))
		for _, settings := range twins {
			// They say which credentials are in use. Without that, the list is there;
			// those that were never made use nothing.
			o := operation{
				name: k.title + ": query, GET " + settings.title, class: reading, vendor: twilio, method: "GET", path: settings.path,
				as:     map[outcome]outcome{failed: warned},
				except: map[string]verdict{notFound.name: once(done)},
			}
			every = append(every, queried(o, k.typeName, false, arrange))
		}
	}
	return every
}

// queried has the operation be a list, with the resources or without.
func queried(o operation, typeName string, resources bool, arrange func(*cell)) operation {
	o.prepare = func(_ context.Context, c *cell) error {
		arrange(c)
		return nil
	}
	o.run = func(ctx context.Context, c *cell) (protocol.Diagnostics, error) {
		found, told, err := c.provider.Query(ctx, typeName, nil, resources, 100)
		c.data = nil
		if len(found) > 0 {
			c.data = found
		}
		return told, err
	}
	return o
}
