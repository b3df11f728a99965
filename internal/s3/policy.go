package s3

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
)

var (
	// keyARN accepts more than today's IDs: UUIDs, and "mrk-" with 32 hexadecimal digits.
	keyARN   = lazyregexp.New(`^arn:([a-z-]+):kms:([^:]*):[0-9]{12}:key/[A-Za-z0-9-]+$`)
	aliasARN = lazyregexp.New(`^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias/`)
	// accessPointAlias matches names that stand for a bucket in requests, but not in
	// policies:
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
	accessPointAlias = lazyregexp.New(`(?:-s3alias|--ol-s3)$`)
)

// wildcardEscaper escapes the wildcards and variables of an IAM policy of version
// 2012-10-17:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
var wildcardEscaper = strings.NewReplacer(`*`, `${*}`, `?`, `${?}`, `$`, `${$}`)

// ObjectSet is the set of a bucket's objects under a path. The path is not encoded
// and has no leading slash; a trailing one makes no difference.
type ObjectSet struct{ Partition, Bucket, Path string }

// ARN returns a pattern that matches the ARNs of the objects.
func (o ObjectSet) ARN() string {
	return o.BucketARN() + "/" + wildcardEscaper.Replace(o.prefix()) + "*"
}

// BucketARN returns the ARN of the bucket.
func (o ObjectSet) BucketARN() string { return "arn:" + o.Partition + ":s3:::" + o.Bucket }

// ValidateForPolicy returns an error if a policy on the ARNs would have no effect.
func (o ObjectSet) ValidateForPolicy() error {
	if accessPointAlias.MatchString(o.Bucket) {
		return fmt.Errorf("%q is the alias of an access point, which has no effect in a policy: write the name of the bucket", o.Bucket)
	}
	return nil
}

// prefix returns the prefix of the objects' keys.
func (o ObjectSet) prefix() string {
	if path := strings.TrimSuffix(o.Path, "/"); path != "" {
		return path + "/"
	}
	return ""
}

// covers reports whether o contains all objects of other.
func (o ObjectSet) covers(other ObjectSet) bool {
	return o.BucketARN() == other.BucketARN() && strings.HasPrefix(other.prefix(), o.prefix())
}

// RemoveCovered removes the sets that other sets cover. Of equal sets it keeps the
// first. It preserves the order.
func RemoveCovered(sets []ObjectSet) []ObjectSet {
	var kept []ObjectSet
	for _, set := range sets {
		if slices.ContainsFunc(kept, func(k ObjectSet) bool { return k.covers(set) }) {
			continue
		}
		kept = append(slices.DeleteFunc(kept, set.covers), set)
	}
	return kept
}

// Key is a KMS key.
type Key struct {
	ARN, Region string
	Partition   Partition
}

// ParseKeyARNs returns the distinct ARNs of a list of KMS keys, which is the named argument of a function. accept returns the reason
// to refuse a key.
func ParseKeyARNs(argument string, arns []*string, accept func(Key) error) ([]string, error) {
	var all []string
	for i, arn := range arns {
		if arn == nil {
			return nil, NullElementError(argument, i)
		}
		key, err := ParseKeyARN(*arn)
		if err == nil {
			err = accept(key)
		}
		if err != nil {
			return nil, fmt.Errorf("%s[%d]: %w", argument, i, err)
		}
		if !slices.Contains(all, *arn) {
			all = append(all, *arn)
		}
	}
	return all, nil
}

// NullElementError returns the error of a null element. Terraform refuses null as an argument, but not in a list.
func NullElementError(argument string, i int) error {
	return fmt.Errorf("%s[%d] is null: remove it, for example with compact()", argument, i)
}

// ParseKeyARN parses the ARN of a KMS key. An alias is an error, with
// or without an ARN, because in a policy it does not refer to its key:
// https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
func ParseKeyARN(arn string) (Key, error) {
	const form = "arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
	parts := keyARN.FindStringSubmatch(arn)
	switch {
	case aliasARN.MatchString(arn):
		return Key{}, errors.New("an alias in a policy does not refer to its key: write the ARN of the key, " + form)
	case parts == nil && strings.ContainsAny(arn, "*?$"):
		return Key{}, errors.New("a pattern would allow more keys than intended: write the ARN of each key, " + form)
	case parts == nil:
		return Key{}, errors.New("the value is not the ARN of a KMS key: write " + form)
	}
	partition, err := PartitionOfRegion(parts[2])
	if err == nil && partition.Name != parts[1] {
		return Key{}, fmt.Errorf("the region %s is in the partition %s, not %s: copy the ARN of the key from AWS", parts[2], partition.Name, parts[1])
	}
	if err != nil {
		return Key{}, err
	}
	return Key{ARN: arn, Region: parts[2], Partition: partition}, nil
}

// Statement allows actions, such as s3:PutObject, on the ARNs of resources, which may
// be patterns. Its Sid consists of letters and digits.
type Statement struct {
	Sid       string
	Actions   []string
	Resources []string
}

// Policy returns the JSON of an IAM policy, in ASCII. IAM accepts no characters
// beyond U+00FF, and Terraform normalizes strings to NFC, which would change the
// keys in a path. Escapes pass both unchanged.
// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
func Policy(statements ...Statement) (string, error) {
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
	type statement struct {
		Sid, Effect      string
		Action, Resource []string
	}
	var all []statement
	for _, s := range statements {
		all = append(all, statement{s.Sid, "Allow", s.Actions, s.Resources})
	}
	return encodePolicy(all)
}

// encodePolicy returns the JSON of a policy with the statements.
func encodePolicy[T any](statements []T) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	document := struct {
		Version   string
		Statement []T
	}{"2012-10-17", statements} // escaped wildcards need this version
	if err := encoder.Encode(document); err != nil {
		return "", fmt.Errorf("writing the policy: %w", err)
	}
	return escapeNonASCII(strings.TrimSuffix(text.String(), "\n")), nil
}

// escapeNonASCII replaces the characters of a JSON text beyond ASCII, all of which
// are in strings, with escapes.
func escapeNonASCII(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		if unit < utf8.RuneSelf {
			out.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
