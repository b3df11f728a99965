package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/videostorage/terraform-provider-videostorage/internal/largelist"
)

// NewServer returns what makes servers of the provider, as Terraform speaks to
// them: the framework's, and round it those that mend what it, or a CLI, lacks.
func NewServer(version string, options ...Option) func() (tfprotov6.ProviderServer, error) {
	return func() (tfprotov6.ProviderServer, error) {
		inner, ok := providerserver.NewProtocol6(New(version, options...))().(largelist.Framework)
		if !ok {
			return nil, fmt.Errorf("the framework's server lacks a part of the protocol")
		}
		return largelist.NewServer(harmless{nullArguments{newStopStreams(inner)}}), nil
	}
}
