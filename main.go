// Command terraform-provider-videostorage is the Terraform provider for where the
// video recordings of a platform are stored. Terraform runs it.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/videostorage/terraform-provider-videostorage/internal/corefile"
	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	putOffFirstCollection()
	debug := flag.Bool("debug", false, "serve so that a debugger can attach, and print how Terraform reaches it")
	flag.Parse()
	// A debugger could not attach to what must not be dumped.
	if !*debug {
		if err := corefile.Forbid(); err != nil {
			log.Printf("[WARN] A crash may leave a core file, with secrets in it: %s", err)
		}
	}
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	server, err := provider.NewServer(version)()
	if err == nil {
		err = tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return server }, options...)
	}
	if err != nil {
		log.Fatal(err)
	}
}
