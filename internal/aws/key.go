package aws

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var (
	// keyARN takes any key ID that is no pattern: those of today are UUIDs, and
	// "mrk-" with 32 hexadecimal digits.
	keyARN   = regexp.MustCompile(`^arn:([a-z-]+):kms:([^:]*):[0-9]{12}:key/[A-Za-z0-9-]+$`)
	aliasARN = regexp.MustCompile(`^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias/`)
)

// KeyPartition returns the partition of a KMS key, by its ARN. The error is a
// sentence for the user. An alias is refused, with or without an ARN, because in
// a policy it stands for itself and not for its key:
// https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
func KeyPartition(arn string) (Partition, error) {
	const want = "arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
	parts := keyARN.FindStringSubmatch(arn)
	switch {
	case aliasARN.MatchString(arn):
		return Partition{}, errors.New("an alias does not stand for its key in a policy: write the ARN of the key, " + want)
	case parts == nil && strings.ContainsAny(arn, "*?$"):
		return Partition{}, errors.New("a pattern would let in keys that are not meant: write the ARN of each key, " + want)
	case parts == nil:
		return Partition{}, errors.New("it is not the ARN of a KMS key: write " + want)
	}
	partition, err := PartitionOf(parts[2])
	if err != nil {
		return Partition{}, err
	}
	if partition.Name != parts[1] {
		return Partition{}, fmt.Errorf("the region %s is in the partition %s, not %s: write the key's ARN as AWS shows it", parts[2], partition.Name, parts[1])
	}
	return partition, nil
}
