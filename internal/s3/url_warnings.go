package s3

import (
	"fmt"
	"slices"
	"strings"
)

// Warning is a likely mistake in a bucket URL that may work nevertheless.
type Warning struct{ Summary, Detail string }

// hyphenRegions are the regions with hosts of the form s3-REGION: those that AWS launched before 20 March 2019, outside China.
// Source: "Backward compatibility" in https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
var hyphenRegions = []string{
	"us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1", "ca-central-1", "sa-east-1",
	"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
	"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
}

// Warnings returns the likely mistakes in the URL.
func (u URL) Warnings() []Warning {
	if !u.isS3 {
		return []Warning{{
			"The host of the bucket URL is not one of S3",
			fmt.Sprintf("%q is not on amazonaws.com. Check it for a typing error. The URL of an S3 bucket looks like "+
				"https://my-bucket.s3.eu-central-1.amazonaws.com/path.", u),
		}}
	}
	if u.bucket == "" {
		return nil
	}
	var warnings []Warning
	origin, isPathStyle := u.Endpoint()
	endpoint := strings.TrimPrefix(origin, "https://")
	switch {
	case strings.HasPrefix(endpoint, "s3-"+u.region+".") && u.region != "" && !slices.Contains(hyphenRegions, u.region):
		warnings = append(warnings, Warning{
			"The host of the bucket URL does not exist",
			fmt.Sprintf("S3 has hosts of the form s3-REGION for its older regions only, and %s is not one of them. Write %s.", u.region, u.RegionalURL(u.region)),
		})
	case strings.HasPrefix(endpoint, "s3.amazonaws."):
		warnings = append(warnings, Warning{
			"The bucket URL names no region",
			fmt.Sprintf("S3 redirects requests to %s for a bucket outside us-east-1, and uploads do not follow redirects. Write %s with the region of the "+
				"bucket.", u.host, u.RegionalURL("REGION")),
		})
	}
	if !isPathStyle && strings.Contains(u.bucket, ".") {
		warnings = append(warnings, Warning{
			"The certificate of S3 does not cover the host of the bucket URL",
			fmt.Sprintf("The name of the bucket, %s, contains a dot, and S3's wildcard certificate covers one label in front of its own hosts. Uploads over "+
				"https fail if the certificate is checked. Use a bucket without dots in its name.", u.bucket),
		})
	}
	return warnings
}

// RegionalURL returns the URL that AWS recommends for a bucket in a region.
func (u URL) RegionalURL(region string) string {
	path := u.path
	if u.isPathStyle {
		path = strings.TrimPrefix(path, "/"+u.bucket)
	}
	domain := u.host[strings.LastIndex(u.host, "amazonaws"):]
	return fmt.Sprintf("https://%s.s3.%s.%s%s", u.bucket, region, domain, path)
}
