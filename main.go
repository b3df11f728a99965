// Command terraform-provider-videostorage is the Terraform provider for where the
// video recordings of a platform are stored. Terraform runs it.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve so that a debugger can attach, and print how Terraform reaches it")
	flag.Parse()
	err := providerserver.Serve(context.Background(), func() provider.Provider { return videostorage.New(version) },
		providerserver.ServeOpts{Address: videostorage.Address, Debug: *debug})
	if err != nil {
		log.Fatal(err)
	}
}
