package faults_test

import (
	"context"
	"maps"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
)

// resource is a resource of the operations: its type, and its configuration before and
// after a change.
type resource struct {
	typeName      string
	before, after func(*cell) map[string]any
}

// configure sets what the operation is about, with the limits of the cell.
func (r resource) configuration(c *cell, of func(*cell) map[string]any) map[string]any {
	if of == nil {
		return nil
	}
	config := maps.Clone(of(c))
	if len(c.timeouts) > 0 {
		config["timeouts"] = c.timeouts
	}
	return config
}

// exists makes the resource.
func (r resource) exists(ctx context.Context, c *cell) error {
	c.typeName, c.config = r.typeName, r.configuration(c, r.before)
	_, err := c.apply(ctx, c.config)
	return err
}

// refreshed has the operation be the refresh of the resource.
func (r resource) refreshed(o operation) operation {
	o.timeouts = "read"
	o.prepare = r.exists
	o.run = func(ctx context.Context, c *cell) (told protocol.Diagnostics, err error) {
		c.now, told, err = c.provider.Refresh(ctx, r.typeName, c.now)
		return told, err
	}
	return o
}

// planned has the operation be the plan of the resource's creation.
func (r resource) planned(o operation) operation {
	o.timeouts = "create"
	o.prepare = func(_ context.Context, c *cell) error {
		c.typeName, c.config = r.typeName, r.configuration(c, r.after)
		return nil
	}
	o.run = func(ctx context.Context, c *cell) (protocol.Diagnostics, error) {
		_, told, err := c.provider.Plan(ctx, r.typeName, c.now, c.config)
		return told, err
	}
	return o
}

// applied has the operation be the application of a plan: a creation without before,
// a destroy without after.
func (r resource) applied(o operation) operation {
	o.timeouts = "update"
	if r.before == nil {
		o.timeouts = "create"
	}
	if r.after == nil {
		o.timeouts = "delete"
	}
	o.prepare = func(ctx context.Context, c *cell) error {
		c.typeName = r.typeName
		if r.before != nil {
			if err := r.exists(ctx, c); err != nil {
				return err
			}
		}
		c.config = r.configuration(c, r.after)
		plan, told, err := c.provider.Plan(ctx, r.typeName, c.now, c.config)
		c.plan = plan
		return clean(told, err)
	}
	o.run = func(ctx context.Context, c *cell) (told protocol.Diagnostics, err error) {
		c.now, told, err = c.provider.Apply(ctx, c.plan)
		return told, err
	}
	return o
}
