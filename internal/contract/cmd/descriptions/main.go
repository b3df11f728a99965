// Command descriptions prints the folder with Twilio's OpenAPI descriptions, and fetches them first if they are missing. With -optional
// it fetches nothing, and prints a line to standard error if they are missing:
//
//	go run ./internal/contract/cmd/descriptions [-optional]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/contract/descriptions"
)

func main() {
	optional := flag.Bool("optional", false, "do not fetch missing descriptions")
	flag.Parse()
	dir, err := descriptions.Find()
	if errors.Is(err, descriptions.ErrNotFound) {
		if *optional {
			fmt.Fprintf(os.Stderr, "Contract skipped. %s.\n", err)
			return
		}
		fmt.Fprintf(os.Stderr, "Fetching Twilio's API descriptions of %s.\n", descriptions.Package)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		dir, err = descriptions.Fetch(ctx)
		cancel()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "descriptions:", err)
		os.Exit(1)
	}
	fmt.Println(dir)
}
