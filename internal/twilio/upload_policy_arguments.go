package twilio

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/aws"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3url"
)

// writtenTo returns what Twilio writes to: the argument urls. An error is a
// sentence for the user and names the element, but does not show it: a URL that
// is wrong may hold a password.
func writtenTo(urls []types.String) ([]aws.Objects, error) {
	if len(urls) == 0 {
		return nil, errors.New("the list is empty, and a policy must allow something: write the URLs that Twilio is to write to")
	}
	var all []aws.Objects
	for i, value := range urls {
		raw, err := element("urls", i, value)
		if err != nil {
			return nil, err
		}
		u, err := s3url.ParseBucket(raw)
		if err != nil {
			return nil, fmt.Errorf("urls[%d]: %w", i, err)
		}
		objects := aws.Objects{Partition: u.Partition(), Bucket: u.Bucket(), Path: u.Path()}
		if err := objects.CheckPolicy(); err != nil {
			return nil, fmt.Errorf("urls[%d]: %w", i, err)
		}
		all = append(all, objects)
	}
	return all, nil
}

// encryptedWith returns the ARNs of the keys, each once: the argument
// kms_key_arns. A key encrypts only in its own partition.
func encryptedWith(keys []types.String, places []aws.Objects) ([]string, error) {
	var all []string
	for i, value := range keys {
		arn, err := element("kms_key_arns", i, value)
		if err != nil {
			return nil, err
		}
		partition, err := aws.KeyPartition(arn)
		if err != nil {
			return nil, fmt.Errorf("kms_key_arns[%d]: %w", i, err)
		}
		if !slices.ContainsFunc(places, func(o aws.Objects) bool { return o.Partition == partition.Name }) {
			return nil, fmt.Errorf("kms_key_arns[%d]: the key is in the partition %s, and no URL is: write the key of a bucket in urls, or leave it out", i, partition.Name)
		}
		if !slices.Contains(all, arn) {
			all = append(all, arn)
		}
	}
	return all, nil
}

// element returns an element of the argument of this name. Terraform refuses
// null for the argument, but not in it.
func element(argument string, i int, value types.String) (string, error) {
	if value.IsNull() {
		return "", fmt.Errorf("%s[%d] is null: leave it out, as compact() does", argument, i)
	}
	return value.ValueString(), nil
}
